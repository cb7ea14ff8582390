package retention

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/sql/identity"
)

// Options say what is deleted where.
type Options struct {
	// Conn is the owner's connection.
	Conn driver.Conn
	// DataDir is the data folder, with keys, locks and config/retention.yaml.
	DataDir string
	// AsOf is the day that ages are counted to, UTC midnight.
	AsOf time.Time
	// Jobs are the names of all jobs: none runs meanwhile.
	Jobs []string
	// User, Role and Why are for the certificate and the access log.
	User, Role, Why string
	Version         string
	Now             func() time.Time
	Log             *slog.Logger
	// At is called at each point where a kill is tried in tests; nil otherwise.
	At func(point string)
}

func (o Options) at(point string) {
	if o.At != nil {
		o.At(point)
	}
}

func (o Options) keyDir() identity.KeyDir { return identity.KeyDir(filepath.Join(o.DataDir, "keys")) }

func (o Options) lockDir() string { return filepath.Join(o.DataDir, "locks") }

// Report says what a run did or, of a dry run, would do.
type Report struct {
	Certificate string       `json:"certificate_id,omitempty"`
	Decision    string       `json:"decision"`
	AsOf        string       `json:"as_of_date"`
	Clients     int          `json:"clients"`
	KeptByBirth int          `json:"clients_kept_by_day_of_birth"`
	Waiting     int          `json:"clients_kept_by_another_data_set"`
	Counts      []Count      `json:"rows"`
	Tables      []TableCount `json:"tables,omitempty"`
	Hash        string       `json:"hash,omitempty"`
	Seconds     float64      `json:"seconds"`
}

// Rows adds up what goes.
func (r Report) Rows() (n uint64) {
	for _, c := range r.Counts {
		n += c.Rows
	}
	return n
}

// Faults of a run.
var (
	// ErrNotDecided: the rules are examples.
	ErrNotDecided = errors.New("the rules are examples that nobody has decided on: copy them to config/retention.yaml in the data folder (framsyn retention rules prints them), change them, and write the decision there")
	// ErrFound: something of those deleted is still there.
	ErrFound = errors.New("something of the deleted clients is still there, so the certificate is not finished")
)

// run is one deletion.
type run struct {
	Options
	rules   Rules
	id      uuid.UUID
	keys    identity.Keys
	tables  []table
	report  Report
	resumed bool
}

// Plan says what would be deleted, and changes nothing.
func Plan(ctx context.Context, o Options) (Report, error) {
	started := o.Now()
	r, err := open(o)
	if err != nil {
		return Report{}, err
	}
	d, err := r.findDue(ctx)
	if err != nil {
		return r.report, err
	}
	r.note(d)
	if err := r.stage(ctx, d); err != nil {
		return r.report, err
	}
	err = r.count(ctx)
	err = errors.Join(err, r.unstage(context.WithoutCancel(ctx)))
	r.report.Seconds = o.Now().Sub(started).Seconds()
	return r.report, err
}

func open(o Options) (*run, error) {
	rules, err := Load(o.DataDir)
	if err != nil {
		return nil, err
	}
	return &run{Options: o, rules: rules, report: Report{Decision: rules.Decision, AsOf: o.AsOf.Format(time.DateOnly)}}, nil
}

func (r *run) note(d due) {
	r.report.Clients, r.report.KeptByBirth, r.report.Waiting = len(d.clients), d.kept, d.waiting
}

// Run deletes what is due, or goes on with what a killed run began.
func Run(ctx context.Context, o Options) (Report, error) {
	started := o.Now()
	r, err := open(o)
	if err != nil {
		return Report{}, err
	}
	if r.rules.Decision == "" {
		return r.report, ErrNotDecided
	}
	unlock, err := locks(o)
	if err != nil {
		return r.report, err
	}
	defer unlock()
	if err := r.begin(ctx); err != nil {
		return r.report, err
	}
	err = r.carryOut(ctx)
	r.report.Seconds = o.Now().Sub(started).Seconds()
	return r.report, err
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

// begin finds what is due and writes the queue, or takes up the one that is there.
func (r *run) begin(ctx context.Context) error {
	queued, err := r.queued(ctx)
	if err != nil {
		return err
	}
	if queued {
		r.resumed = true
		r.Log.Info("going on with a deletion that was broken off", "certificate", r.id)
		return r.resume(ctx)
	}
	d, err := r.findDue(ctx)
	if err != nil {
		return err
	}
	r.note(d)
	r.id = uuid.New()
	if err := r.enqueue(ctx, d); err != nil {
		return err
	}
	r.at("queued")
	return nil
}

// carryOut does the steps after the queue; each may be done again.
func (r *run) carryOut(ctx context.Context) error {
	if err := job.Block(r.lockDir(), "a deletion by rule was broken off: run framsyn retention again"); err != nil {
		return err
	}
	r.report.Certificate = r.id.String()
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"counted", r.countOnce},
		{"tombstones", r.writeTombstones},
		{"begun", r.beginCertificate},
		{"deleted", r.deleteAll},
		{"texts", r.deleteTexts},
		{"parts", r.removeParts},
		{"verified", r.verify},
		{"finished", r.finishCertificate},
		{"emptied", r.empty},
	} {
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		r.Log.Info("retention", "step", step.name, "certificate", r.id)
		r.at(step.name)
	}
	return job.Unblock(r.lockDir())
}
