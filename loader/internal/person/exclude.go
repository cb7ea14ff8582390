package person

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs"
	"github.com/framsyn/framsyn/sql/access"
)

// Exclusion is a decision that a client is left out, or that this ends.
type Exclusion struct {
	Client         uint64
	FromModels     bool
	FromSelections bool // with FromModels false as well: the client is taken in again
	From           time.Time
	Until          *time.Time // first day on which it no longer holds; nil for until further notice
	Why            string
}

// ends says whether the client is taken in again.
func (e Exclusion) ends() bool { return !e.FromModels && !e.FromSelections }

// Excluder writes decisions and carries them out.
type Excluder struct {
	// Conn is the owner's connection.
	Conn driver.Conn
	// DataDir is the data folder, with the jobs' locks.
	DataDir string
	Now     func() time.Time
}

// Excluded is what was done.
type Excluded struct {
	ID      uuid.UUID         `json:"exclusion_id"`
	Deleted map[string]uint64 `json:"rows_deleted"` // by table
	Left    uint64            `json:"selections_left"`
	// IsRefilled says that mart.candidates was filled anew; while a job runs it is left
	// without the client until that has ended.
	IsRefilled bool `json:"candidates_refilled"`
}

// Decide writes a decision and carries it out. From the moment that the row is there
// the accounts of people do not see what it is about; after that rows are deleted, so
// that no program reads them either. The error is a [Fault] where the decision is wrong.
func (x Excluder) Decide(ctx context.Context, who Asker, e Exclusion) (Excluded, error) {
	done := Excluded{ID: uuid.New(), Deleted: map[string]uint64{}}
	var err error
	if e.Why, err = Check(who, access.ExcludePerson, e.Why); err != nil {
		return done, err
	}
	if e.Until != nil && !e.Until.After(e.From) {
		return done, faultf("it would end on %s, before it begins", e.Until.Format(time.DateOnly))
	}
	if err := isKnown(ctx, x.Conn, e.Client); err != nil {
		return done, err
	}
	purpose := "exclude"
	if e.ends() {
		purpose = "include"
	}
	row := logged{id: done.ID, surface: "exclusion", purpose: purpose, why: e.Why, client: e.Client, objects: []string{"core.exclusions"}, page: "framsyn person " + purpose}
	if err := log(ctx, x.Conn, who, x.Now(), row); err != nil {
		return done, err
	}
	if err := x.write(ctx, who, e, done.ID); err != nil {
		return done, err
	}
	return x.carryOut(ctx, done)
}

func (x Excluder) write(ctx context.Context, who Asker, e Exclusion, id uuid.UUID) error {
	batch, err := x.Conn.PrepareBatch(ctx, "INSERT INTO core.exclusions (exclusion_id, client_id, is_from_models, is_from_selections, from_date, until_date, decided_by, written_at)")
	if err != nil {
		return fmt.Errorf("write core.exclusions: %w", err)
	}
	defer batch.Close() //nolint:errcheck // does nothing after Send
	err = batch.Append(id, e.Client, e.FromModels, e.FromSelections, e.From, e.Until, hashOf(who.Login), x.Now().UTC())
	if err == nil {
		err = batch.Send()
	}
	if err != nil {
		return fmt.Errorf("write core.exclusions: %w", err)
	}
	return nil
}

// carryOut does what the decisions of today say.
func (x Excluder) carryOut(ctx context.Context, done Excluded) (Excluded, error) {
	var err error
	if done.Deleted, err = jobs.SweepExcluded(ctx, x.Conn); err != nil {
		return done, err
	}
	if done.Left, err = x.leave(ctx); err != nil {
		return done, err
	}
	done.IsRefilled, err = x.refill(ctx)
	return done, err
}

// leave writes that those who are left out have left the selections that they were in.
func (x Excluder) leave(ctx context.Context) (left uint64, err error) {
	const within = `FROM (SELECT selection_id, client_id, argMax(kind, written_at) AS last_kind, max(selection_version) AS version FROM core.selection_events GROUP BY selection_id, client_id)
		WHERE last_kind = 'entered' AND client_id IN (SELECT excluded.client_id FROM core.excluded_clients AS excluded WHERE excluded.is_from_selections)`
	if err := x.Conn.QueryRow(ctx, "SELECT count() "+within).Scan(&left); err != nil || left == 0 {
		return 0, err
	}
	now := x.Now().UTC()
	err = x.Conn.Exec(ctx, fmt.Sprintf(`INSERT INTO core.selection_events (selection_id, selection_version, client_id, kind, event_date, written_at)
		SELECT selection_id, version, client_id, 'left', toDate('%s'), toDateTime64('%s', 3, 'UTC') `, now.Format(time.DateOnly), now.Format("2006-01-02 15:04:05.000"))+within)
	if err != nil {
		return 0, fmt.Errorf("write core.selection_events: %w", err)
	}
	return left, nil
}

// refill fills mart.candidates anew, where no job is at it.
func (x Excluder) refill(ctx context.Context) (bool, error) {
	set, err := jobs.Set()
	if err != nil {
		return false, err
	}
	var names []string
	for _, j := range set {
		names = append(names, j.Name)
	}
	unlock, err := job.LockAll(filepath.Join(x.DataDir, "locks"), names)
	if errors.Is(err, job.ErrRunning) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer unlock()
	return true, jobs.FillCandidates(ctx, x.Conn)
}
