package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// span is a range of months, both included.
type span struct{ first, last time.Time }

// batches is what new batches bring.
type batches struct {
	rows   uint64          // rows delivered in them
	months map[string]span // raw table -> months that they touch
}

// has says whether a source has new rows.
func (b batches) has(source string) bool {
	_, ok := b.months[source]
	return ok
}

// newBatches reads what came after the job's last good run. A complete delivery
// also touches the months of what it supersedes, which are its own.
func newBatches(ctx context.Context, in job.Input) (batches, error) {
	out := batches{months: map[string]span{}}
	err := clickhouse.Each(ctx, in.Conn, `SELECT toString(source), sum(n_delivered),
			ifNull(least(min(first_month), min(period_month)), toDate(0)) AS first, ifNull(greatest(max(last_month), max(period_month)), toDate(0)) AS last
		FROM ops.load_batches WHERE batch_id > ? AND repeats_batch_id = 0 GROUP BY source`, []any{in.PreviousBatch}, func(row driver.Rows) error {
		var source string
		var n uint64
		var months span
		err := row.Scan(&source, &n, &months.first, &months.last)
		if out.rows += n; months.first.Year() > 1970 {
			out.months[source] = months
		}
		return err
	})
	if err != nil {
		return out, fmt.Errorf("read ops.load_batches: %w", err)
	}
	return out, nil
}

// eventHashes is what core says of decisions and persons, as one hash for each
// month in which something begins or ends: two of them tell from which month
// things differ. It is empty where nothing was there to compare with.
func eventHashes(ctx context.Context, in job.Input, wanted bool) (map[time.Time]uint64, error) {
	hashes := map[time.Time]uint64{}
	if !wanted {
		return hashes, nil
	}
	err := clickhouse.Each(ctx, in.Conn, `SELECT month, sum(event_hash) FROM
		(
			SELECT toStartOfMonth(valid_from) AS month, cityHash64(toString((decision_id, granted_h_per_month, is_executed, area_id, is_single_household, has_service,
				has_personal_care, known_date))) AS event_hash
			FROM core.service_decisions
			UNION ALL
			SELECT toStartOfMonth(assumeNotNull(valid_to)) AS month, cityHash64(toString((decision_id, valid_to, end_known_date))) AS event_hash
			FROM core.service_decisions WHERE isNotNull(valid_to)
			UNION ALL
			-- A version counts for the months whose as-of date, the 16th of the next month, comes on or after its first day.
			SELECT addMonths(toStartOfMonth(known_from_date), -1) AS month, cityHash64(toString((decision_id, known_from_date, granted_h_per_month, valid_from,
				valid_to, is_executed, has_personal_care, is_single_household))) AS event_hash
			FROM core.decision_versions
			UNION ALL
			SELECT toStartOfMonth(first_seen_date) AS month, cityHash64(toString((client_id, sex, birth_month))) AS event_hash FROM core.clients
			UNION ALL
			SELECT assumeNotNull(death_month) AS month, cityHash64(toString((client_id, 'death'))) AS event_hash FROM core.clients WHERE isNotNull(death_month)
			UNION ALL
			SELECT assumeNotNull(moved_out_month) AS month, cityHash64(toString((client_id, 'moved'))) AS event_hash FROM core.clients WHERE isNotNull(moved_out_month)
			UNION ALL
			SELECT toStartOfMonth(started_date) AS month, cityHash64(toString((client_id, intervention_id, started_date, known_date))) AS event_hash FROM core.interventions
		)
		GROUP BY month`, nil, func(row driver.Rows) error {
		var month time.Time
		var hash uint64
		err := row.Scan(&month, &hash)
		hashes[month] = hash
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("compare core with what was there: %w", err)
	}
	return hashes, nil
}
