package risk

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	framsyn "github.com/framsyn/framsyn/sql"
)

// Score gives each client at the landmark the hours that are expected, the risks
// and the reasons, from the rows of the models that are shown.
func Score(ctx context.Context, in job.Input) (job.Result, error) {
	note, err := nothingToScore(ctx, in)
	if err != nil || note != "" {
		return job.Result{Note: note}, err
	}
	var result job.Result
	for _, step := range []func(context.Context, job.Input) (uint64, error){scoreHours, scoreRisks, publishReasons} {
		n, err := step(ctx, in)
		result.RowsOut += n
		if err != nil {
			return result, err
		}
	}
	return result, nil
}

// nothingToScore says why there is nothing to do on this date: the models that are
// shown have been used on those who are not left out, or none is approved yet; empty
// where there is.
func nothingToScore(ctx context.Context, in job.Input) (string, error) {
	var shown, scored, waiting uint64
	err := in.Conn.QueryRow(ctx, `SELECT count(), countIf(run_id IN (SELECT run_id FROM model.risk_scores WHERE as_of_date = ?))
		FROM model.current_runs WHERE model = ? AND as_of_date = ?`, in.AsOf.Format(time.DateOnly), modelRisk, in.AsOf.Format(time.DateOnly)).Scan(&shown, &scored)
	if err != nil {
		return "", fmt.Errorf("find the risk runs: %w", err)
	}
	if shown > 0 && (shown > scored || in.ScheduledByHand || in.ExclusionsChanged) {
		return "", nil
	}
	if shown > 0 {
		return "nothing new", nil
	}
	err = in.Conn.QueryRow(ctx, `SELECT count() FROM model.run_states WHERE model = ? AND as_of_date = ?`, modelRisk, in.AsOf.Format(time.DateOnly)).Scan(&waiting)
	switch {
	case err != nil:
		return "", fmt.Errorf("read model.run_states: %w", err)
	case waiting == 0:
		return "", fmt.Errorf("no risk model is fitted for %s: run framsyn job run fit first", in.AsOf.Format(time.DateOnly))
	}
	return fmt.Sprintf("no risk run of %s is approved: framsyn model runs", in.AsOf.Format(time.DateOnly)), nil
}

// clientsPerPart bounds the memory of a score: a part holds a row for each of its
// clients, models, classes and terms.
const clientsPerPart = 5_000

// clientParts splits the clients at the landmark by a hash, so that each part has
// all rows of its clients.
func clientParts(ctx context.Context, in job.Input) ([]store.Part, error) {
	var clients uint64
	err := in.Conn.QueryRow(ctx, `SELECT count() FROM mart.risk_features WHERE as_of_date = ?`, in.AsOf.Format(time.DateOnly)).Scan(&clients)
	if err != nil {
		return nil, fmt.Errorf("count the clients to score: %w", err)
	}
	n := max(1, (clients+clientsPerPart-1)/clientsPerPart)
	parts := make([]store.Part, n)
	for i := range parts {
		parts[i] = store.Part{Table: "mart.risk_features", Condition: fmt.Sprintf("sipHash64(client_id) %% %d = %d", n, i)}
	}
	return parts, nil
}

func scoreHours(ctx context.Context, in job.Input) (uint64, error) {
	date := in.AsOf.Format(time.DateOnly)
	var partitions []string
	for _, months := range horizons() {
		partitions = append(partitions, fmt.Sprintf("(%d, '%s')", months, date))
	}
	parts, err := clientParts(ctx, in)
	if err != nil {
		return 0, err
	}
	return store.PublishSelect(ctx, in.Conn, "model.expected_hours", partitions, store.Selection{
		Query: expectedHoursQuery, Parameters: clickhouse.Parameters{"as_of": date}, Parts: parts,
	})
}

// expectedHoursQuery gives the expected hours and their interval by band.
const expectedHoursQuery = `SELECT
	scores.client_id AS client_id,
	{as_of:Date} AS as_of_date,
	runs.horizon_months AS horizon_months,
	features.hours_now AS hours_now,
	features.hours_now * exp(scores.score) AS hours_expected,
	hours_expected * arrayLast(band -> band.1 <= hours_expected, banded.bands).2 AS hours_expected_low,
	hours_expected * arrayLast(band -> band.1 <= hours_expected, banded.bands).3 AS hours_expected_high,
	scores.run_id AS run_id
FROM model.risk_probabilities AS scores
INNER JOIN model.runs AS runs ON scores.run_id = runs.run_id AND runs.as_of_date = {as_of:Date}
INNER JOIN mart.risk_features AS features ON scores.client_id = features.client_id AND scores.month = features.month
INNER JOIN (SELECT run_id, arraySort(groupArray((expected_from_h, ratio_p10, ratio_p90))) AS bands FROM model.residual_bands GROUP BY run_id) AS banded
	ON scores.run_id = banded.run_id
WHERE startsWith(scores.run_target, 'hours_')`

func scoreRisks(ctx context.Context, in job.Input) (uint64, error) {
	date := in.AsOf.Format(time.DateOnly)
	var targets []string
	err := in.Conn.QueryRow(ctx, `SELECT arraySort(groupArray(toString(target))) FROM core.risk_targets`).Scan(&targets)
	if err != nil {
		return 0, fmt.Errorf("read core.risk_targets: %w", err)
	}
	partitions := make([]string, len(targets))
	for i, target := range targets {
		partitions[i] = "(" + framsyn.Literal(target) + ", '" + date + "')"
	}
	parts, err := clientParts(ctx, in)
	if err != nil {
		return 0, err
	}
	return store.PublishSelect(ctx, in.Conn, "model.risk_scores", partitions, store.Selection{
		Query: risksQuery, Parameters: clickhouse.Parameters{"as_of": date}, Parts: parts,
		Whole: "100 * (rank() OVER (PARTITION BY target ORDER BY probability) - 1) / count() OVER (PARTITION BY target) AS percentile",
	})
}

// risksQuery gives the probabilities. How many have a lower one is known when all
// are there.
const risksQuery = `SELECT
	scores.client_id AS client_id,
	{as_of:Date} AS as_of_date,
	targets.target AS target,
	runs.horizon_months AS horizon_months,
	scores.month AS month,
	scores.probability AS probability,
	scores.probability_low AS probability_low,
	scores.probability_high AS probability_high,
	0 AS percentile,
	features.hours_now AS hours_now,
	hours.hours_expected AS hours_expected,
	hours.hours_expected_low AS hours_expected_low,
	hours.hours_expected_high AS hours_expected_high,
	scores.run_id AS run_id
FROM model.risk_probabilities AS scores
INNER JOIN core.risk_targets AS targets ON scores.run_target = targets.run_target AND scores.class = targets.class
INNER JOIN model.runs AS runs ON scores.run_id = runs.run_id AND runs.as_of_date = {as_of:Date}
INNER JOIN mart.risk_features AS features ON scores.client_id = features.client_id AND scores.month = features.month
LEFT JOIN (SELECT client_id, toNullable(hours_expected) AS hours_expected, toNullable(hours_expected_low) AS hours_expected_low,
		toNullable(hours_expected_high) AS hours_expected_high FROM model.expected_hours WHERE horizon_months = 12 AND as_of_date = {as_of:Date}) AS hours
	ON scores.client_id = hours.client_id`
