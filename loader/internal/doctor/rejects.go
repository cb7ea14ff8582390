package doctor

import (
	"context"
	"fmt"

	ch "github.com/ClickHouse/clickhouse-go/v2"
)

// checkRejects looks for files of which too many rows could not be used.
func checkRejects(ctx context.Context, s *Subject) []Finding {
	ctx = ch.Context(ctx, ch.WithParameters(ch.Parameters{
		"share": fmt.Sprint(s.Limits.RejectedShare), "rows": fmt.Sprint(s.Limits.RejectedRows),
		"since": fmt.Sprint(s.Now.Add(-s.Limits.RejectedAge).Unix()),
	}))
	rows, err := s.conn.Query(ctx, `SELECT file_name, n_rejected, n_delivered FROM ops.load_batches
		WHERE n_rejected > {share:Float64} * n_delivered AND n_rejected >= {rows:UInt64} AND repeats_batch_id = 0
			AND toUnixTimestamp(loaded_at) >= {since:Int64}
		ORDER BY n_rejected / n_delivered DESC, batch_id DESC LIMIT 5`)
	if err != nil {
		return broken(fmt.Errorf("read ops.load_batches: %w", err))
	}
	defer func() { _ = rows.Close() }()
	var findings []Finding
	for rows.Next() {
		var file string
		var rejected, all uint64
		if err := rows.Scan(&file, &rejected, &all); err != nil {
			return broken(fmt.Errorf("read ops.load_batches: %w", err))
		}
		share := float64(rejected) / float64(all)
		f := warn("framsyn sql \"SELECT rule, field, reason_en, count() FROM ops.load_rejects WHERE file_name = '"+file+"' GROUP BY ALL\" says why; mend the contract, or ask for a new file",
			"%s: %d of %d rows (%.0f %%) were rejected", file, rejected, all, 100*share)
		if share > s.Limits.RejectedMost {
			f.Level = Error
		}
		findings = append(findings, f)
	}
	if err := rows.Err(); err != nil {
		return broken(fmt.Errorf("read ops.load_batches: %w", err))
	}
	return orFine(findings, "no file of the last %.0f days has more than %.0f %% rejected rows", s.Limits.RejectedAge.Hours()/24, 100*s.Limits.RejectedShare)
}
