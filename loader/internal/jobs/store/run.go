package store

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"github.com/zeebo/xxh3"

	"github.com/framsyn/framsyn/loader/internal/job"
)

// Run is a row of model.runs.
type Run struct {
	ID                     uint64
	Model, Method, Target  string
	HorizonMonths          int
	AsOf                   time.Time
	TrainedFrom, TrainedTo time.Time
	Rows, Clients, Events  uint64
	Status                 string
	IsPublished            bool
	Parameters             map[string]any
}

// RunID is a hash of what makes a run what it is: the same run made again has
// the same id.
func RunID(in job.Input, model, target string) uint64 {
	text := binary.LittleEndian.AppendUint64(nil, in.NewestBatch)
	text = binary.LittleEndian.AppendUint64(text, in.DefinitionHash)
	return xxh3.HashString(string(text) + "|" + model + "|" + target + "|" + in.AsOf.Format(time.DateOnly) + "|" + in.Version)
}

// IsRunDone says whether a published run with that id is there already.
func IsRunDone(ctx context.Context, in job.Input, id uint64) (bool, error) {
	var n uint64
	if err := in.Conn.QueryRow(ctx, `SELECT count() FROM model.runs WHERE run_id = ? AND is_published`, id).Scan(&n); err != nil {
		return false, fmt.Errorf("read model.runs: %w", err)
	}
	return n > 0, nil
}

// PublishRun decides on the run, and writes its row: the last of its rows, which
// makes it count.
func PublishRun(ctx context.Context, in job.Input, run Run) error {
	if run.IsPublished {
		if err := approve(ctx, in, run); err != nil {
			return err
		}
	}
	parameters, err := json.Marshal(run.Parameters)
	if err != nil {
		return fmt.Errorf("write parameters of run %d: %w", run.ID, err)
	}
	_, err = Publish(ctx, in.Conn, "model.runs", fmt.Sprint(run.ID), []string{
		"run_id", "model", "method", "target", "horizon_months", "as_of_date", "trained_from", "trained_to", "n_rows", "n_clients", "n_events", "status",
		"is_published", "newest_batch_id", "parameters", "app_version", "created_at",
	}, func(add func(values ...any) error) error {
		return add(run.ID, run.Model, run.Method, run.Target, uint16(run.HorizonMonths), run.AsOf, run.TrainedFrom, run.TrainedTo, run.Rows, run.Clients,
			run.Events, run.Status, run.IsPublished, in.NewestBatch, string(parameters), in.Version, in.Clock())
	})
	return err
}
