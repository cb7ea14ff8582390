package doctor

import (
	"context"
	"fmt"
	"time"
)

// checkClock compares the clock with the newest data: what was loaded or known
// after now means a wrong clock, and old data one, or deliveries that have ceased.
func checkClock(ctx context.Context, s *Subject) []Finding {
	var batches, months uint64
	var loaded, known, month time.Time
	if err := s.conn.QueryRow(ctx, "SELECT count(), max(loaded_at) FROM ops.load_batches").Scan(&batches, &loaded); err != nil {
		return broken(fmt.Errorf("read ops.load_batches: %w", err))
	}
	if err := s.conn.QueryRow(ctx, "SELECT count(), max(known_date), max(month) FROM core.delivered_months").Scan(&months, &known, &month); err != nil {
		return broken(fmt.Errorf("read core.delivered_months: %w", err))
	}
	const set = "set the clock of the machine (timedatectl status shows it); wrong times stay in what was loaded meanwhile"
	now := s.Now.Format(time.DateTime)
	switch {
	case batches > 0 && loaded.After(s.Now.Add(s.Limits.ClockAhead)):
		return []Finding{fault(set, "the clock says %s, but a file was loaded at %s", now, loaded.Format(time.DateTime))}
	case months > 0 && known.After(s.Now.Add(s.Limits.ClockAhead)):
		return []Finding{fault(set+"; if it is right, a delivery bears a wrong day in its name",
			"the clock says %s, but something was delivered on %s", now, known.Format(time.DateOnly))}
	case months == 0:
		return fine("the clock says %s; there is no data to compare it with", now)
	case month.AddDate(0, s.Limits.DataAgeMonths+1, 0).Before(s.Now):
		return []Finding{warn("see that the clock is right and that deliveries still come", "the clock says %s, but the newest data is of %s", now, month.Format("2006-01"))}
	}
	return fine("the clock says %s, the newest data is of %s", now, month.Format("2006-01"))
}
