package jobs

import (
	"context"
	"fmt"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/sql/released"
)

// release makes the tables of those who may see no persons.
func release(ctx context.Context, in job.Input) (job.Result, error) {
	key, err := released.ReadKey(ctx, in.Conn)
	if err != nil {
		return job.Result{}, err
	}
	outcome, err := released.Publish(ctx, in.Conn, released.Options{Threshold: in.SmallCells.Threshold, RoundTo: in.SmallCells.RoundTo, Key: key})
	if err != nil {
		return job.Result{}, err
	}
	return job.Result{RowsOut: outcome.Rows, Note: fmt.Sprintf("%d objects, %d groups hidden", outcome.Objects, outcome.Hidden)}, nil
}
