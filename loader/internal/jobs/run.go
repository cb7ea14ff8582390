package jobs

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"github.com/zeebo/xxh3"

	"github.com/framsyn/framsyn/loader/internal/job"
)

// modelRun is a row of model.runs.
type modelRun struct {
	id                     uint64
	model, method, target  string
	horizonMonths          int
	asOf                   time.Time
	trainedFrom, trainedTo time.Time
	rows, clients, events  uint64
	status                 string
	isPublished            bool
	parameters             map[string]any
}

// runID is a hash of what makes a run what it is: the same run made again has
// the same id.
func runID(in job.Input, model, target string) uint64 {
	text := binary.LittleEndian.AppendUint64(nil, in.NewestBatch)
	text = binary.LittleEndian.AppendUint64(text, in.DefinitionHash)
	return xxh3.HashString(string(text) + "|" + model + "|" + target + "|" + in.AsOf.Format(time.DateOnly) + "|" + in.Version)
}

// isRunDone says whether a published run with that id is there already.
func isRunDone(ctx context.Context, in job.Input, id uint64) (bool, error) {
	var n uint64
	if err := in.Conn.QueryRow(ctx, `SELECT count() FROM model.runs WHERE run_id = ? AND is_published`, id).Scan(&n); err != nil {
		return false, fmt.Errorf("read model.runs: %w", err)
	}
	return n > 0, nil
}

// publishRun writes the run's row: the last of its rows, which makes it count.
func publishRun(ctx context.Context, in job.Input, run modelRun) error {
	parameters, err := json.Marshal(run.parameters)
	if err != nil {
		return fmt.Errorf("write parameters of run %d: %w", run.id, err)
	}
	_, err = publish(ctx, in.Conn, "model.runs", fmt.Sprint(run.id), []string{
		"run_id", "model", "method", "target", "horizon_months", "as_of_date", "trained_from", "trained_to", "n_rows", "n_clients", "n_events", "status",
		"is_published", "newest_batch_id", "parameters", "app_version", "created_at",
	}, func(add func(values ...any) error) error {
		return add(run.id, run.model, run.method, run.target, uint16(run.horizonMonths), run.asOf, run.trainedFrom, run.trainedTo, run.rows, run.clients,
			run.events, run.status, run.isPublished, in.NewestBatch, string(parameters), in.Version, in.Clock())
	})
	return err
}
