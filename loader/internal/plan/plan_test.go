package plan_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/plan"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// fixture is a forecast of nurses in three areas, 4 months ahead. With the norms an
// hour with clients takes 2 working hours; a full-time employee is at work 100 hours.
const fixture = `
INSERT INTO core.areas VALUES ('KN','Kommunen','','municipality'), ('A','=Ett','KN','area'), ('B','Två','KN','area'), ('C','Tre','KN','area');
INSERT INTO core.staffing_norms VALUES ('nurse', 125, 0.2, 0, 0.5, true, 'An example', '1970-01-01'),
    ('occupational_therapist', 125, 0.2, 0, 0.5, false, 'Own', '2026-01-01'), ('physical_therapist', 125, 0.2, 0, 0.5, false, 'Own', '2026-01-01');
INSERT INTO core.capacities (area_id, month, profession, available_h, cost_sek_per_h, vacant_fte) VALUES
    ('A', '2026-04-01', 'nurse', 4000, 500, 1.5), ('B', '2026-04-01', 'nurse', 2000, 500, NULL), ('B', '2026-07-01', 'nurse', 9999, 500, NULL);
INSERT INTO model.runs (run_id, model, method, target, horizon_months, as_of_date, status, is_published, created_at)
VALUES (12, 'forecast', 'blend', '', 36, '2026-04-16', 'converged', 1, '2026-04-16 05:00:00');
INSERT INTO model.approvals (run_id, decision, decided_by, decided_at) SELECT run_id, 'approved', 'test', created_at FROM model.runs;
INSERT INTO model.forecasts
SELECT toDate('2026-04-16') AS as_of_date, 'area' AS scope_kind, area.1 AS scope_id, resource, addMonths(toDate('2026-03-01'), number + 1) AS month,
    number + 1 AS horizon_months, scenario, 'all' AS driver, 'blend' AS method, area.2 AS mean, area.2 * 0.8 AS p10, area.2 AS p50, area.2 * 1.2 AS p90, 12 AS run_id
FROM numbers(4) ARRAY JOIN [('KN', 5500.), ('A', 1500.), ('B', 2000.), ('C', 1900.), ('', 100.)] AS area ARRAY JOIN ['as_today', 'other'] AS scenario
ARRAY JOIN ['nurse_h', 'rehab_h'] AS resource`

func newDB(t *testing.T) *chtest.DB {
	t.Helper()
	db := chtest.New(t)
	db.Exec(fixture)
	return db
}

func read(t *testing.T, db *chtest.DB, r plan.Request) *plan.Proposal {
	t.Helper()
	p, err := plan.Read(t.Context(), db.Conn(clickhouse.Analyst), r)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func month(t *testing.T, text string) time.Time {
	t.Helper()
	m, err := time.Parse("2006-01", text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestStaffIsSpreadOverTheAreas(t *testing.T) {
	p := read(t, newDB(t), plan.Request{Profession: "nurse", MostMoved: 1})
	if p.Month != "2026-06" || p.HorizonMonths != 3 || p.Scenario != "as_today" || p.RunID != "12" || p.AsOf != "2026-04-16" || len(p.Professions) != 1 {
		t.Fatalf("got %+v", p)
	}
	nurses := p.Professions[0]
	// By hand: A needs 2 x 1,500 and has 4,000, B needs 4,000 and has 2,000; 1,000 of 7,000 hours are lacking, 14 % everywhere; C's capacity is not known.
	if len(nurses.Areas) != 3 || len(nurses.Moves) != 1 || nurses.Moves[0].From != "A" || nurses.Moves[0].To != "B" || math.Abs(nurses.Moves[0].Hours-1428) > 8 {
		t.Fatalf("got %+v", nurses)
	}
	if nurses.LacksH != 1000 || nurses.LacksFTE != 10 || nurses.ShortageBefore != 0.5 || math.Abs(nurses.ShortageAfter-1.0/7) > 0.004 {
		t.Errorf("got %+v", nurses)
	}
	a, c := nurses.Areas[0], nurses.Areas[2]
	if a.NeededH != 3000 || math.Abs(a.NeededLowH-2400) > 1e-6 || math.Abs(a.NeededHighH-3600) > 1e-6 || *a.AvailableH != 4000 || *a.VacantFTE != 1.5 || *a.GapH != 1000 ||
		!a.IsCapacityAssumed || *a.AfterH != 4000-nurses.Moves[0].Hours || *a.AfterGapH != *a.AfterH-3000 {
		t.Errorf("got %+v", a)
	}
	if c.AvailableH != nil || c.AfterH != nil || c.NeededH != 3800 || !strings.Contains(nurses.Note, "left out") {
		t.Errorf("got %+v, %s", c, nurses.Note)
	}
}

// An area with a need above 1,600 hours gives and takes too: a day is less than half
// a percentage point of it.
func TestGreatAreasMoveStaff(t *testing.T) {
	p := read(t, newDB(t), plan.Request{Profession: "nurse"})
	if moves := p.Professions[0].Moves; len(moves) != 1 || moves[0].Hours != 800 { // a fifth of 4,000
		t.Errorf("got %+v", moves)
	}
}

func TestAssumptionsAreTold(t *testing.T) {
	p := read(t, newDB(t), plan.Request{})
	text := strings.Join(p.Assumptions, "\n")
	for _, want := range []string{
		"forecast of 2026-04-16, 3 months ahead, scenario as_today",
		"nurse: of 125.0 paid hours a month 20.0 % are absence; of the hours at work 0.0 % are travel, and 50.0 % of the rest are with clients (an example",
		"occupational_therapist: of 125.0 paid hours", "not delivered for A, B: that of the newest month before",
		"Clients without a known area need 400 hours more", "At most 20 %", "a proposal to talk about",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
	if len(p.Professions) != 3 || p.Professions[1].Note == "" || p.Professions[1].LacksH != 0 {
		t.Errorf("got %+v", p.Professions)
	}
}

func TestUnsureMovesAreTold(t *testing.T) {
	db := newDB(t)
	if text := strings.Join(read(t, db, plan.Request{Profession: "nurse", MostMoved: 1}).Assumptions, "\n"); strings.Contains(text, "smaller than half") {
		t.Errorf("1,428 hours are more than half of 3,200 to 4,800 hours:\n%s", text)
	}
	if text := strings.Join(read(t, db, plan.Request{Profession: "nurse", MostMoved: 0.1}).Assumptions, "\n"); !strings.Contains(text, "1 of the 1 moves are smaller") {
		t.Errorf("400 hours are less than half of 3,200 to 4,800 hours:\n%s", text)
	}
}

func TestFaultsOfTheRequest(t *testing.T) {
	db := newDB(t)
	for want, r := range map[string]plan.Request{
		"no 2026-09; it has 2026-04 to 2026-07":                   {Month: month(t, "2026-09")},
		`no scenario "x"; it has as_today, other`:                 {Scenario: "x"},
		`no profession "x"; it has nurse, occupational_therapist`: {Profession: "x"},
		"must be above 0": {MostMoved: -1},
		"no area has a capacity in 2026-06 or before": {Profession: "physical_therapist"},
	} {
		_, err := plan.Read(t.Context(), db.Conn(clickhouse.Analyst), r)
		if !errors.Is(err, plan.ErrRequest) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	db.Exec("TRUNCATE TABLE model.forecasts SYNC")
	if _, err := plan.Read(t.Context(), db.Conn(clickhouse.Analyst), plan.Request{}); !errors.Is(err, plan.ErrNoForecast) {
		t.Errorf("got %v", err)
	}
}

func TestFormsOfAProposal(t *testing.T) {
	p := read(t, newDB(t), plan.Request{Month: month(t, "2026-07"), Scenario: "other", Profession: "nurse", MostMoved: 0.5})
	var text, rows bytes.Buffer
	if err := p.Text(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Staff in 2026-07, scenario other, forecast of 2026-04-16", "nurse: working hours in the month", "\nAssumptions\n- ", "nothing to move"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, text.String())
		}
	}
	if err := p.CSV(&rows, func(text string) string { return strings.Replace(text, "=", "'=", 1) }); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(&rows).ReadAll()
	if err != nil || len(records) != 4 {
		t.Fatalf("got %v, %v", records, err)
	}
	want := "2026-07,other,nurse,A,'=Ett,3000.00,2400.00,3600.00,4000.00,1000.00,1.50,true,0.00,0.00,4000.00,1000.00"
	if got := strings.Join(records[1], ","); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	encoded, err := json.Marshal(p)
	if err != nil || !bytes.Contains(encoded, []byte(`"moves":[]`)) || !bytes.Contains(encoded, []byte(`"run_id":"12"`)) {
		t.Errorf("got %s, %v", encoded, err)
	}
	if err := p.Text(broken{}); !errors.Is(err, errBroken) {
		t.Errorf("a fault of writing is lost: %v", err)
	}
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }
