package doctor

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// checkJobs looks for jobs whose newest run did not end well.
func checkJobs(ctx context.Context, s *Subject) []Finding {
	rows, err := s.conn.Query(ctx, `SELECT job, argMax(status, started_at), max(finished_at), argMax(error, started_at)
		FROM ops.job_runs GROUP BY job ORDER BY job`)
	if err != nil {
		return broken(fmt.Errorf("read ops.job_runs: %w", err))
	}
	defer func() { _ = rows.Close() }()
	var findings []Finding
	n := 0
	for rows.Next() {
		var job, status, text string
		var finished time.Time
		if err := rows.Scan(&job, &status, &finished, &text); err != nil {
			return broken(fmt.Errorf("read ops.job_runs: %w", err))
		}
		n++
		do := "mend what it says, then framsyn job run " + job
		text = strings.Join(strings.Fields(text), " ")
		switch status {
		case "ok":
		case "stopped":
			findings = append(findings, warn("framsyn job run "+job+", or leave it to the scheduler", "job %s was stopped at %s", job, finished.Format(time.DateTime)))
		default:
			findings = append(findings, fault(do, "job %s failed at %s UTC: %s", job, finished.UTC().Format(time.DateTime), text))
		}
	}
	if err := rows.Err(); err != nil {
		return broken(fmt.Errorf("read ops.job_runs: %w", err))
	}
	if n == 0 {
		return fine("no job has run yet")
	}
	return orFine(findings, "the newest run of each of %d jobs ended well", n)
}
