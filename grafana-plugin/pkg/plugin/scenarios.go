package plugin

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/queries"
)

// mostScenarios is how many saved scenarios may be active at once, besides those
// that Framsyn brings: each lengthens the nightly forecast.
const mostScenarios = 20

// maker is the author of the scenarios that Framsyn brings; nobody changes them.
const maker = "framsyn"

// savedScenario is the newest version of a scenario.
type savedScenario struct {
	version  uint32
	author   string
	isActive bool
}

// scenarioSaved is the answer to a save: numbers come with the next forecast.
type scenarioSaved struct {
	Scenario string `json:"scenario"`
	Version  uint32 `json:"version"`
	State    string `json:"state"` // waiting, or removed
}

// scenarioForm tells what may be supposed, and whether the caller may save it.
func (i *Instance) scenarioForm(c call) (any, error) {
	return map[string]any{
		"maySave": may(c.who, saveScenario) && i.settings.Writer != "", "limits": append(scenarioLimits(), preventionShareLimit()),
		"populations": populations(), "longestName": longestName, "longestWhy": longestWhy, "mostScenarios": mostScenarios,
	}, nil
}

// putScenario appends a version of a scenario: a new one, or the next of the
// caller's own. Nothing is computed here; the forecast job reads the newest version
// of each active scenario.
func (i *Instance) putScenario(c call) (any, error) {
	if err := must(c.who, saveScenario); err != nil {
		return nil, err
	}
	var body Scenario
	if err := readBody(c, &body); err != nil {
		return nil, err
	}
	if err := body.validate(); err != nil {
		return nil, err
	}
	conn, err := i.store.Writer()
	if err != nil {
		return nil, err
	}
	i.saving.Lock() // two saves of one name must not get the same version
	defer i.saving.Unlock()
	saved, err := readScenarios(c.Context(), conn)
	if err != nil {
		return nil, err
	}
	if err := i.knownKind(c, body.PreventionKind); err != nil {
		return nil, err
	}
	if body.ID == "" {
		body.ID = free(idOf(body.Name, "scenario"), saved)
	} else if err := ownScenario(saved, body.ID, c.who.Login); err != nil {
		return nil, err
	}
	if !saved[body.ID].isActive && countActive(saved) >= mostScenarios {
		return nil, &fault{Text: queries.Text{
			SV: fmt.Sprintf("Det finns redan %d egna scenarier, och fler skulle göra nattens prognos för lång. Ta bort ett först.", mostScenarios),
			EN: fmt.Sprintf("There are %d scenarios already, and more would make the nightly forecast too long. Take one away first.", mostScenarios),
		}}
	}
	version := saved[body.ID].version + 1
	if err := i.appendScenario(c, conn, body, version, true); err != nil {
		return nil, err
	}
	return scenarioSaved{Scenario: body.ID, Version: version, State: "waiting"}, nil
}

// removeScenario appends a version that is not active: what was saved before stays
// in the table, and the next forecast leaves the scenario out.
func (i *Instance) removeScenario(c call) (any, error) {
	if err := must(c.who, saveScenario); err != nil {
		return nil, err
	}
	var body struct {
		Scenario string `json:"scenario"`
	}
	if err := readBody(c, &body); err != nil {
		return nil, err
	}
	conn, err := i.store.Writer()
	if err != nil {
		return nil, err
	}
	i.saving.Lock()
	defer i.saving.Unlock()
	saved, err := readScenarios(c.Context(), conn)
	if err != nil {
		return nil, err
	}
	if err := ownScenario(saved, body.Scenario, c.who.Login); err != nil {
		return nil, err
	}
	gone := unchanged()
	gone.ID, gone.Name = body.Scenario, body.Scenario
	version := saved[body.Scenario].version + 1
	if err := i.appendScenario(c, conn, gone, version, false); err != nil {
		return nil, err
	}
	return scenarioSaved{Scenario: body.Scenario, Version: version, State: "removed"}, nil
}

// readScenarios reads the newest version of each scenario.
func readScenarios(ctx context.Context, conn driver.Conn) (map[string]savedScenario, error) {
	rows, err := conn.Query(ctx, "SELECT toString(scenario), max(saved.version), argMax(toString(saved.author), saved.version), argMax(saved.is_active, saved.version) FROM core.scenarios AS saved GROUP BY scenario")
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // read only; Err below has what went wrong
	all := map[string]savedScenario{}
	for rows.Next() {
		var id string
		var one savedScenario
		if err := rows.Scan(&id, &one.version, &one.author, &one.isActive); err != nil {
			return nil, err
		}
		all[id] = one
	}
	return all, rows.Err()
}

// knownKind tests that a kind of intervention is one of the municipality's; empty
// is for each client the kind with the greatest potential.
func (i *Instance) knownKind(c call, kind string) error {
	if kind == "" {
		return nil
	}
	conn, err := i.store.Reader(c.who.Account)
	if err != nil {
		return err
	}
	var n uint64
	if err := conn.QueryRow(context.WithoutCancel(c.Context()), "SELECT count() FROM core.intervention_kinds WHERE kind = ?", kind).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return &fault{Text: queries.Text{SV: fmt.Sprintf("Det finns ingen insats av slaget %q.", kind), EN: fmt.Sprintf("There is no intervention of the kind %q.", kind)}}
	}
	return nil
}

// ownScenario tests that a scenario is there and the caller's own.
func ownScenario(saved map[string]savedScenario, id, login string) error {
	one, ok := saved[id]
	if !ok || !one.isActive {
		return &fault{Text: queries.Text{SV: fmt.Sprintf("Det finns inget scenario %q.", id), EN: fmt.Sprintf("There is no scenario %q.", id)}}
	}
	if one.author == login {
		return nil
	}
	who := queries.Text{SV: one.author, EN: one.author}
	if one.author == maker {
		who = queries.Text{SV: "Framsyn", EN: "Framsyn"}
	}
	return &fault{access: true, Text: queries.Text{
		SV: fmt.Sprintf("Scenariot är gjort av %s och ändras bara av den som gjort det. Spara ett eget i stället.", who.SV),
		EN: fmt.Sprintf("The scenario was made by %s, who alone changes it. Save one of your own instead.", who.EN),
	}}
}

func countActive(saved map[string]savedScenario) int {
	n := 0
	for _, one := range saved {
		if one.isActive && one.author != maker {
			n++
		}
	}
	return n
}

// free returns an id that no scenario has had: an old one's numbers may still be in
// the forecast that is shown.
func free(id string, saved map[string]savedScenario) string {
	found := id
	for n := 2; ; n++ {
		if _, taken := saved[found]; !taken && found != "as_today" {
			return found
		}
		found = fmt.Sprintf("%s_%d", id, n)
	}
}

func (i *Instance) appendScenario(c call, conn driver.Conn, s Scenario, version uint32, isActive bool) error {
	batch, err := conn.PrepareBatch(c.Context(), `INSERT INTO core.scenarios (scenario, version, name_sv, name_en, description_sv, description_en, author, created_date,
		is_active, increase_pct_per_year, mortality_pct_per_year, special_housing_extra_places, granted_hours_factor, least_granted_h, new_clients_factor,
		population_variant, prevention_n_clients, prevention_kind, prevention_share)`)
	if err != nil {
		return err
	}
	defer batch.Close() //nolint:errcheck // sent below, or there is an error already
	day := i.now().In(i.settings.Location)
	err = batch.Append(s.ID, version, s.Name, s.Name, s.Why, s.Why, c.who.Login, time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC),
		isActive, s.Increase, s.Mortality, s.Places, s.Granted, s.LeastGranted, s.NewClients, s.Population, s.Prevented, s.PreventionKind, s.PreventionShare)
	if err != nil {
		return err
	}
	return batch.Send()
}
