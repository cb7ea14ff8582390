package risk

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	framsyn "github.com/framsyn/framsyn/sql/clickhouse"
)

// Monitor measures how the clients of today differ from those that the models
// learned from, and logs what model.alerts says.
func Monitor(ctx context.Context, in job.Input) (job.Result, error) {
	date := in.AsOf.Format(time.DateOnly)
	n, err := store.PublishSelect(ctx, in.Conn, "model.term_drift", []string{"'" + date + "'"},
		store.Selection{Query: driftQuery, Parameters: clickhouse.Parameters{"as_of": date}})
	if err != nil {
		return job.Result{}, err
	}
	result := job.Result{RowsOut: n}
	alerts := 0
	err = framsyn.Each(ctx, in.Conn, `SELECT toString(model), toString(target), toString(kind), about, value FROM model.alerts ORDER BY kind, target, about`, nil, func(row driver.Rows) error {
		var model, target, kind, about string
		var value float64
		if err := row.Scan(&model, &target, &kind, &about, &value); err != nil {
			return err
		}
		alerts++
		in.Log.Warn("model alert", "model", model, "target", target, "kind", kind, "about", about, "value", value)
		return nil
	})
	if err != nil {
		return result, fmt.Errorf("read model.alerts: %w", err)
	}
	if alerts > 0 {
		result.Note = fmt.Sprintf("%d alerts: SELECT * FROM model.alerts", alerts)
	}
	return result, nil
}

// driftQuery compares shares of bins. A bin that is empty on one side counts as
// half a client there, so that the logarithm has a value.
const driftQuery = `SELECT
	now.run_id AS run_id,
	any(now.run_target) AS target,
	{as_of:Date} AS as_of_date,
	now.term AS term,
	sum((now.share - now.share_before) * log(now.share / now.share_before)) AS psi,
	sumIf(now.n / now.total, now.kind = 'missing') AS missing_share,
	sumIf(now.weight / now.total_before, now.kind = 'missing') AS missing_share_before,
	sum(now.n * now.contribution) / any(now.total) AS mean_contribution
FROM
(
	SELECT
		terms.run_id AS run_id,
		runs.target AS run_target,
		terms.term AS term,
		terms.kind AS kind,
		terms.weight AS weight,
		terms.contribution AS contribution,
		toFloat64(ifNull(counts.n, 0)) AS n,
		sum(n) OVER (PARTITION BY terms.run_id, terms.term) AS total,
		sum(terms.weight) OVER (PARTITION BY terms.run_id, terms.term) AS total_before,
		greatest(n, 0.5) / total AS share,
		greatest(terms.weight / total_before, 0.5 / total) AS share_before
	FROM model.terms AS terms
	INNER JOIN model.current_runs AS runs ON terms.run_id = runs.run_id AND runs.as_of_date = {as_of:Date}
	LEFT JOIN
	(
		SELECT run_id, class, term, bin, count() AS n FROM model.risk_contributions GROUP BY run_id, class, term, bin
	) AS counts ON terms.run_id = counts.run_id AND terms.class = counts.class AND terms.term = counts.term AND terms.bin = counts.bin
	WHERE terms.kind != 'intercept' AND terms.feature_b = '' AND (terms.run_id, terms.class) IN (SELECT first.run_id, min(first.class) FROM model.terms AS first GROUP BY first.run_id)
) AS now
WHERE now.total > 0
GROUP BY run_id, term
SETTINGS join_use_nulls = 1`
