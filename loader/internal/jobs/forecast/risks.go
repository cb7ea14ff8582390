package forecast

import (
	"context"
	"fmt"
	"math"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/models/courses"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// riskMonths is how far ahead the risks look.
const riskMonths = 12

// risksQuery gives each scored client the risk of dying and of moving to special
// housing within 12 months. The scores are of what comes first; of those whose need
// doubles first, the share that dies or moves within the 12 months is added, as it
// was among those followed.
const risksQuery = `WITH
(
	SELECT (avg(clients.death_month <= addMonths(doubled.month, 12)), avg(housed.first_month <= addMonths(doubled.month, 12)))
	FROM mart.need_outcomes AS doubled
	LEFT JOIN core.clients AS clients ON doubled.client_id = clients.client_id
	LEFT JOIN (SELECT client_id, toNullable(min(month)) AS first_month FROM mart.client_months WHERE status = 'special_housing' GROUP BY client_id) AS housed
		ON doubled.client_id = housed.client_id
	WHERE doubled.is_followed AND doubled.outcome = 'doubled'
) AS after_doubling
SELECT
	client_id,
	sumIf(probability, target = 'dead') + ifNull(after_doubling.1, 0) * sumIf(probability, target = 'need_doubled') AS death,
	sumIf(probability, target = 'special_housing') + ifNull(after_doubling.2, 0) * sumIf(probability, target = 'need_doubled') AS housing
FROM model.risk_scores
WHERE as_of_date = {as_of:Date} AND horizon_months = 12 AND target IN ('dead', 'special_housing', 'need_doubled')
	AND run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'risk')
GROUP BY client_id
ORDER BY client_id`

// risks are the scored clients with their two risks; nil where nobody has a score.
func readRisks(ctx context.Context, in job.Input) (*courses.Risks, error) {
	out := &courses.Risks{}
	err := clickhouse.Each(ctx, in.Conn, risksQuery, []any{driver.NamedValue{Name: "as_of", Value: day(in.AsOf)}}, func(row driver.Rows) error {
		var client uint64
		var death, housing float64
		err := row.Scan(&client, &death, &housing)
		out.Person = append(out.Person, client)
		out.Death = append(out.Death, death)
		out.Housing = append(out.Housing, housing)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read model.risk_scores: %w", err)
	}
	if len(out.Person) == 0 {
		return nil, nil
	}
	return out, nil
}

// event is what the courses make of the scored clients, beside the sum of their risks.
type event struct {
	target                  string
	clients                 int
	risks, expected, stderr float64
}

// events compares the simulated courses of the scored clients with their risks.
func events(made *courses.Forecast, risks *courses.Risks, scored int) []event {
	var out []event
	for _, e := range []struct {
		target string
		kind   courses.Event
		risk   []float64
	}{{"dead", courses.Died, risks.Death}, {"special_housing", courses.WasHoused, risks.Housing}} {
		found := event{target: e.target, clients: len(risks.Person)}
		for _, p := range e.risk {
			found.risks += p
		}
		draws := made.GroupEvents(scored, riskMonths, e.kind)
		for _, n := range draws {
			found.expected += n / float64(len(draws))
		}
		for _, n := range draws {
			found.stderr += (n - found.expected) * (n - found.expected) / float64(len(draws)*(len(draws)-1))
		}
		found.stderr = math.Sqrt(found.stderr)
		out = append(out, found)
	}
	return out
}
