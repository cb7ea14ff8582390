package doctor

import (
	"context"
	"fmt"

	ch "github.com/ClickHouse/clickhouse-go/v2"
)

// checkRejects looks for files of which too many rows could not be used.
func checkRejects(ctx context.Context, s *Subject) []Finding {
	ctx = ch.Context(ctx, ch.WithParameters(ch.Parameters{
		"share": fmt.Sprint(s.Limits.RejectedShare), "since": fmt.Sprint(s.Now.Add(-s.Limits.RejectedAge).Unix()),
	}))
	rows, err := s.conn.Query(ctx, `SELECT batches.file_name, batches.n_rejected, batches.n_delivered,
			(SELECT argMax(rule, n) FROM (SELECT rule, count() AS n FROM ops.load_rejects GROUP BY rule)) AS commonest
		FROM ops.load_batches AS batches
		WHERE batches.n_rejected > {share:Float64} * batches.n_delivered AND batches.repeats_batch_id = 0
			AND toUnixTimestamp(batches.loaded_at) >= {since:Int64}
		ORDER BY batches.n_rejected / batches.n_delivered DESC, batches.batch_id DESC LIMIT 5`)
	if err != nil {
		return broken(fmt.Errorf("read ops.load_batches: %w", err))
	}
	defer func() { _ = rows.Close() }()
	var findings []Finding
	for rows.Next() {
		var file, commonest string
		var rejected, all uint64
		if err := rows.Scan(&file, &rejected, &all, &commonest); err != nil {
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
