package up

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs"
	"github.com/framsyn/framsyn/sql/approval"
)

// decisionsEvery is how often decisions that people made on the pages are looked for:
// soon enough for who waits for the scores, and one small query.
const decisionsEvery = 20 * time.Second

// scoreJob makes what is shown of the risks and the expected hours.
const scoreJob = "score"

// ShowDecided makes what the pages read follow decisions on runs: the scores of the
// days of the risks and hours among them, and the table under the selection page.
func (f *Framsyn) ShowDecided(ctx context.Context, decided []approval.State) ([]job.Run, error) {
	var days []time.Time
	for _, s := range decided {
		if (s.Model == "risk" || s.Model == "hours") && !slices.ContainsFunc(days, s.AsOf.Equal) {
			days = append(days, s.AsOf)
		}
	}
	score, err := f.runner.Jobs.Find(scoreJob)
	if err != nil {
		return nil, err
	}
	// Without what it needs: a decision makes no new runs.
	score.Needs, score.Wakes = nil, nil
	alone := *f.runner
	alone.Jobs = job.Set{score}
	var all []job.Run
	for _, day := range days {
		runs, err := alone.RunJob(ctx, scoreJob, day, true)
		all = append(all, runs...)
		if err != nil {
			return all, err
		}
	}
	return all, jobs.FillCandidates(ctx, f.owner)
}

// followDecisions shows what people decide on the pages until ctx ends. What failed is
// logged and tried again.
func (f *Framsyn) followDecisions(ctx context.Context) error {
	clock := time.NewTicker(decisionsEvery)
	defer clock.Stop()
	var shown time.Time
	for {
		at, err := f.showDecisionsAfter(ctx, shown)
		switch {
		case err == nil:
			shown = at
		case ctx.Err() != nil:
		case errors.Is(err, job.ErrRunning):
			f.options.Log.Info("decisions on runs are shown when the scores that are being made are", "reason", err)
		default:
			f.options.Log.Error("decisions on runs are not shown yet", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-clock.C:
		}
	}
}

// showDecisionsAfter shows the decisions of people that are newer than those shown and
// than the newest scores, and gives the time of the newest.
func (f *Framsyn) showDecisionsAfter(ctx context.Context, shown time.Time) (newest time.Time, err error) {
	decided, newest, err := decisionsAfter(ctx, f.owner, shown)
	if err != nil || len(decided) == 0 {
		return shown, err
	}
	f.options.Log.Info("showing what was decided on runs", "runs", len(decided))
	_, err = f.ShowDecided(ctx, decided)
	return newest, err
}

func decisionsAfter(ctx context.Context, conn driver.Conn, shown time.Time) (decided []approval.State, newest time.Time, err error) {
	rows, err := conn.Query(ctx, `SELECT approvals.run_id, toString(any(runs.model)), any(runs.as_of_date), max(approvals.decided_at)
		FROM model.approvals AS approvals
		INNER JOIN model.runs AS runs ON approvals.run_id = runs.run_id
		WHERE NOT approvals.is_automatic AND approvals.decided_at > toDateTime64(?, 6, 'UTC')
			AND approvals.decided_at > (SELECT max(scores.started_at) FROM ops.job_runs AS scores WHERE scores.job = ? AND scores.status = ?)
		GROUP BY approvals.run_id ORDER BY approvals.run_id`, shown.UTC().Format("2006-01-02 15:04:05.000000"), scoreJob, job.StatusOK)
	if err != nil {
		return nil, shown, fmt.Errorf("read model.approvals: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	newest = shown
	for rows.Next() {
		var s approval.State
		var at time.Time
		if err := rows.Scan(&s.Run, &s.Model, &s.AsOf, &at); err != nil {
			return nil, shown, fmt.Errorf("read model.approvals: %w", err)
		}
		if at.After(newest) {
			newest = at
		}
		decided = append(decided, s)
	}
	return decided, newest, rows.Err()
}
