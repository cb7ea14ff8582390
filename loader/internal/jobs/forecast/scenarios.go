package forecast

import (
	"context"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/models/courses"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

const asToday = "as_today"

// supposed is a scenario as saved.
type supposed struct {
	name, population, preventionKind    string
	increase, mortality                 float64 // per cent per year
	extraPlaces                         int32
	hoursFactor, leastHours, newClients float64
	prevented                           uint32
	share                               float64
}

// readScenarios returns the newest version of each active scenario, as_today first:
// it changes nothing whatever stands in the table.
func readScenarios(ctx context.Context, in job.Input) ([]supposed, error) {
	all := []supposed{{name: asToday, hoursFactor: 1, newClients: 1}}
	err := clickhouse.Each(ctx, in.Conn, `SELECT toString(scenario), increase_pct_per_year, mortality_pct_per_year, special_housing_extra_places, granted_hours_factor,
			least_granted_h, new_clients_factor, toString(population_variant), prevention_n_clients, toString(prevention_kind), prevention_share
		FROM (SELECT * FROM core.scenarios ORDER BY scenario, version DESC LIMIT 1 BY scenario) WHERE is_active AND scenario != ? ORDER BY scenario`,
		[]any{asToday}, func(row driver.Rows) error {
			var s supposed
			err := row.Scan(&s.name, &s.increase, &s.mortality, &s.extraPlaces, &s.hoursFactor, &s.leastHours, &s.newClients, &s.population, &s.prevented,
				&s.preventionKind, &s.share)
			all = append(all, s)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read core.scenarios: %w", err)
	}
	return all, nil
}

// mortalityFactors are the variants of the population projection, as factors on
// yearly deaths; chosen, and told in core.scenarios.
func mortalityFactor(variant string) float64 {
	switch variant {
	case "low":
		return 1.1
	case "high":
		return 0.9
	}
	return 1
}

// scenario is what a saved scenario means for the courses.
func (s *study) scenario(ctx context.Context, in job.Input, p supposed) (*courses.Scenario, error) {
	if p.name == asToday {
		return nil, nil
	}
	out := &courses.Scenario{
		Health:     courses.HealthTrend{Increase: p.increase, Mortality: p.mortality},
		Housing:    courses.HousingPlaces{Extra: int(p.extraPlaces)},
		Granting:   courses.Granting{HoursFactor: p.hoursFactor, MinHours: p.leastHours},
		NewClients: p.newClients,
	}
	if factor := mortalityFactor(p.population); factor != 1 && s.inhabitants != nil {
		out.Inhabitants = s.history.inhabitants(longerLives(s.population, factor))
	}
	if p.prevented > 0 {
		prevention, err := readPrevention(ctx, in, p)
		if err != nil {
			return nil, err
		}
		out.Prevention = prevention
	}
	return out, out.Validate()
}

// monthsToEffect is from when prevention shows: its effects are measured 12 months
// after its begin, and it is begun in the first months.
const monthsToEffect = 6

// readPrevention finds the clients whom a scenario's prevention reaches: those with
// the highest risk among those with a supported potential, and by how much it
// changes the hours of each, on average.
func readPrevention(ctx context.Context, in job.Input, p supposed) (courses.Prevention, error) {
	out := courses.Prevention{From: monthsToEffect}
	var total float64
	err := clickhouse.Each(ctx, in.Conn, `SELECT client_id, min(potentials.expected_change_h) AS change_h
		FROM model.potentials AS potentials
		INNER JOIN model.risk_scores AS scores ON potentials.client_id = scores.client_id
		WHERE potentials.as_of_date = ? AND potentials.horizon_months = 12 AND potentials.is_supported AND potentials.change_high_h < 0 AND (? = '' OR potentials.kind = ?)
			AND scores.as_of_date = ? AND scores.target = 'need_doubled'
		GROUP BY client_id ORDER BY max(scores.probability) DESC, client_id LIMIT ?`,
		[]any{day(in.AsOf), p.preventionKind, p.preventionKind, day(in.AsOf), p.prevented}, func(row driver.Rows) error {
			var client uint64
			var change float64
			err := row.Scan(&client, &change)
			out.Persons = append(out.Persons, client)
			total += change
			return err
		})
	if err != nil {
		return out, fmt.Errorf("read model.potentials: %w", err)
	}
	if n := len(out.Persons); n > 0 {
		out.HoursChange = p.share * total / float64(n)
	}
	return out, nil
}
