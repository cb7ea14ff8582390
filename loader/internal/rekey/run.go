package rekey

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/sql/identity"
)

// Options say which database gets a new key.
type Options struct {
	// Conn is the owner's connection.
	Conn driver.Conn
	// DataDir is the data folder, with keys and locks.
	DataDir string
	// ContractsDir is the folder of own contracts; DataDir/contracts if empty.
	ContractsDir string
	// Purpose is identity.PurposePseudonym or identity.PurposeVault.
	Purpose string
	// Jobs are the names of all jobs: none runs meanwhile.
	Jobs []string
	// AllowUnknown goes on although clients have no identity in the vault; they stay
	// apart from each other, but no delivery finds them again.
	AllowUnknown bool
	// User is who does it, for the access log.
	User string
	Now  func() time.Time
	Log  *slog.Logger
	// At is called at each point where a kill is tried in tests; nil otherwise.
	At func(point string)
}

func (o Options) at(point string) {
	if o.At != nil {
		o.At(point)
	}
}

func (o Options) keys() identity.KeyDir { return identity.KeyDir(filepath.Join(o.DataDir, "keys")) }

func (o Options) lockDir() string { return filepath.Join(o.DataDir, "locks") }

// Report says what a rotation did or, of a plan, would do.
type Report struct {
	Purpose  string        `json:"purpose"`
	Clients  int           `json:"clients"`
	Unknown  int           `json:"clients_without_identity"`
	Officers int           `json:"officers_and_cases"`
	Tables   []TableReport `json:"tables"`
	Bytes    uint64        `json:"bytes_needed"`
	OldKey   string        `json:"old_key"`
	NewKey   string        `json:"new_key,omitempty"`
	Seconds  float64       `json:"seconds"`
}

// TableReport is one table that changes.
type TableReport struct {
	Table string `json:"table"`
	Rows  uint64 `json:"rows"`
	Bytes uint64 `json:"bytes"`
	// Lost are rows whose row key cannot be made anew: the next delivery takes them for new ones.
	Lost uint64 `json:"row_keys_not_known,omitempty"`
}

// state is keys/rotation.json.
type state struct {
	Phase   identity.Phase    `json:"phase"`
	Purpose string            `json:"purpose"`
	Old     string            `json:"old_key"`
	New     string            `json:"new_key"`
	Copies  map[string]copied `json:"copies"`
}

// rotation is one run.
type rotation struct {
	Options
	state    state
	isNew    bool // no rotation was begun before
	old, new identity.Key
	vault    *identity.Vault // that opens what is there
	sealer   *identity.Vault // that seals what is to be
	ids      map[uint64]uint64
	clients  map[uint64]bool // old pseudonyms of clients
	report   Report
}

// ErrUnknown says that clients would lose the way back.
var ErrUnknown = errors.New("clients have no identity in the vault, so no delivery would find them again")

// Plan says what a rotation would do, and changes nothing.
func Plan(ctx context.Context, o Options) (Report, error) {
	r, tables, end, err := begin(ctx, o)
	if err != nil {
		return Report{}, err
	}
	defer end()
	for _, t := range tables {
		lost, err := r.rowKeysNotKnown(ctx, t)
		if err != nil {
			return r.report, err
		}
		r.report.add(t, lost)
	}
	return r.report, nil
}

func (r *Report) add(t *table, lost uint64) {
	r.Tables = append(r.Tables, TableReport{Table: t.name(), Rows: t.rows, Bytes: t.bytes, Lost: lost})
	r.Bytes += t.bytes
}

// begin opens the keys, makes the mapping and finds the tables that change. Locks are
// held until the returned function is called.
func begin(ctx context.Context, o Options) (*rotation, []*table, func(), error) {
	unlock, err := locks(o)
	if err != nil {
		return nil, nil, nil, err
	}
	r := &rotation{Options: o, ids: map[uint64]uint64{}, clients: map[uint64]bool{}}
	end := func() {
		_ = r.dropMapping(context.WithoutCancel(ctx)) // gone with the engine at the latest
		if r.isNew && r.state.Phase == "" {
			_ = o.keys().EndRotation(o.Purpose) // the next key that was made for nothing
		}
		unlock()
	}
	tables, err := r.prepare(ctx)
	if err != nil {
		end()
		return nil, nil, nil, err
	}
	return r, tables, end, nil
}

func locks(o Options) (func(), error) {
	loading, err := load.Lock(o.DataDir)
	if err != nil {
		return nil, err
	}
	jobs, err := job.LockAll(o.lockDir(), o.Jobs)
	if err != nil {
		return nil, errors.Join(err, loading())
	}
	return func() { jobs(); _ = loading() }, nil
}

// prepare opens keys and makes the mapping.
func (r *rotation) prepare(ctx context.Context) ([]*table, error) {
	found, err := r.keys().ReadRotation(&r.state)
	if err != nil {
		return nil, err
	}
	if found && r.state.Purpose != r.Purpose {
		return nil, fmt.Errorf("a rotation of the %s key was begun: go on with it or give it up (--abort) first", r.state.Purpose)
	}
	r.isNew = !found
	if err := r.openKeys(ctx); err != nil {
		return nil, err
	}
	r.report = Report{Purpose: r.Purpose, OldKey: r.old.ID()}
	if r.state.Phase == identity.Switched {
		return nil, nil // what is left needs no mapping
	}
	if r.Purpose == identity.PurposePseudonym {
		if err := r.makeMapping(ctx); err != nil {
			return nil, err
		}
	}
	return r.tables(ctx)
}

// Run gives the database a new key, or goes on with what a killed run began.
func Run(ctx context.Context, o Options) (Report, error) {
	started := o.Now()
	r, tables, end, err := begin(ctx, o)
	if err != nil {
		return Report{}, err
	}
	defer end()
	if r.state.Phase != identity.Switching && r.state.Phase != identity.Switched {
		err = r.copyAll(ctx, tables)
	}
	if err == nil && r.state.Phase != identity.Switched {
		err = r.switchAll(ctx, tables)
	}
	if err == nil {
		err = r.finish(ctx)
	}
	// Merges of the originals were stopped; a copy that took their place has its own.
	for _, t := range tables {
		_ = r.Conn.Exec(context.WithoutCancel(ctx), "SYSTEM START MERGES "+t.quoted())
	}
	r.report.NewKey, r.report.Seconds = r.new.ID(), o.Now().Sub(started).Seconds()
	return r.report, err
}

// Abort gives up a rotation that has not switched.
func Abort(ctx context.Context, o Options) error {
	unlock, err := locks(o)
	if err != nil {
		return err
	}
	defer unlock()
	r := &rotation{Options: o}
	found, err := r.keys().ReadRotation(&r.state)
	switch {
	case err != nil:
		return err
	case !found:
		return errors.New("no rotation of keys was begun")
	case r.state.Phase != identity.Preparing:
		return errors.New("tables have changed places already: go on with the rotation instead (the same command without --abort)")
	}
	if err := r.dropCopies(ctx); err != nil {
		return err
	}
	return r.keys().EndRotation(r.state.Purpose)
}

func (r *rotation) save() error { return r.keys().WriteRotation(r.state) }
