package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/sql/selections"
)

// followSelections writes who has entered and who has left each saved selection.
// One whose condition no longer can be used keeps its clients, with a warning.
func followSelections(ctx context.Context, in job.Input) (job.Result, error) {
	var result job.Result
	saved, err := selections.All(ctx, in.Conn)
	if err != nil {
		return result, err
	}
	broken := 0
	for _, s := range saved {
		change, err := selections.Follow(ctx, in.Conn, in.Reader, s, in.Clock())
		var fault selections.Fault
		switch {
		case errors.As(err, &fault):
			broken++
			in.Log.Warn("a selection cannot be used", "selection", s.ID, "version", s.Version, "error", err)
		case err != nil:
			return result, fmt.Errorf("selection %s: %w", s.ID, err)
		}
		result.RowsIn += uint64(change.Members)
		result.RowsOut += uint64(change.Entered + change.Left)
		in.Log.Debug("followed a selection", "selection", s.ID, "clients", change.Members, "entered", change.Entered, "left", change.Left)
	}
	if broken > 0 {
		result.Note = fmt.Sprintf("%d selections cannot be used: see the log", broken)
	}
	return result, nil
}
