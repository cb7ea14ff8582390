package job

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/access"
)

// Input is what a job gets.
type Input struct {
	AsOf            time.Time         // day that the job looks from, UTC midnight
	Conn            driver.Conn       // connection as owner
	Reader          driver.Conn       // connection as the analyst, for what users wrote
	Log             *slog.Logger      // for progress; never identities
	Clock           func() time.Time  // the time of writing
	SmallCells      access.SmallCells // how small groups are hidden from those who see no persons
	NewestBatch     uint64            // newest committed batch, ops.load_batches.batch_id; 0 for none
	PreviousBatch   uint64            // newest batch of the job's last good run with the same definitions; 0 for none
	DefinitionHash  uint64            // hash of the SQL definitions
	Version         string            // version of framsyn
	ScheduledByHand bool              // asked for by a person, not by the scheduler or as a need

	// ExclusionsChanged says that other clients are left out of models than when the
	// job last ran well: nothing delivered says so.
	ExclusionsChanged bool
}

// Result is what a job says of its run.
type Result struct {
	RowsIn  uint64 // rows read, as the job counts them
	RowsOut uint64 // rows written
	Note    string // one line for the log; empty for none

	FromMonth time.Time // first month rebuilt; zero for none
}

// Job is one step.
type Job struct {
	Name  string                                       // as in ops.job_runs and on the command line
	Title string                                       // what it does, one line
	Needs []string                                     // jobs whose results it reads
	Wakes []string                                     // jobs that the scheduler runs next when this one wrote rows
	Run   func(context.Context, Input) (Result, error) // idempotent for an as-of date
}

// Set is a list of jobs in which each stands after what it needs.
type Set []Job

// Find returns the job of that name.
func (s Set) Find(name string) (Job, error) {
	i := slices.IndexFunc(s, func(j Job) bool { return j.Name == name })
	if i < 0 {
		return Job{}, fmt.Errorf("no job %q; framsyn job list names them", name)
	}
	return s[i], nil
}

// Validate reports needs that are missing or stand after the job.
func (s Set) Validate() error {
	seen := map[string]bool{}
	for _, j := range s {
		if seen[j.Name] {
			return fmt.Errorf("job %s stands twice", j.Name)
		}
		for _, need := range j.Needs {
			if !seen[need] {
				return fmt.Errorf("job %s needs %s, which does not stand before it", j.Name, need)
			}
		}
		seen[j.Name] = true
	}
	return nil
}
