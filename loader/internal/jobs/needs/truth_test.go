package needs_test

import (
	"context"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/needs"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/identity"
)

func runs() map[string]func(context.Context, job.Input) (job.Result, error) {
	return map[string]func(context.Context, job.Input) (job.Result, error){"needs": needs.Run, "equity": needs.Equity}
}

// planted reads a file of what the generator knows.
func planted(t *testing.T, files, name string) [][]string {
	t.Helper()
	file, err := os.Open(filepath.Join(files, "truth", name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return lines[1:]
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// correlation is Pearson's, weighted.
func correlation(x, y, w []float64) float64 {
	var n, mx, my, xx, yy, xy float64
	for i := range x {
		n += w[i]
		mx += w[i] * x[i]
		my += w[i] * y[i]
	}
	mx, my = mx/n, my/n
	for i := range x {
		xx += w[i] * (x[i] - mx) * (x[i] - mx)
		yy += w[i] * (y[i] - my) * (y[i] - my)
		xy += w[i] * (x[i] - mx) * (y[i] - my)
	}
	return xy / math.Sqrt(xx*yy)
}

// checkNorms holds granted minutes against the planted norms. The tolerances are
// loose: thresholds below which nothing is granted are in what is granted.
func checkNorms(t *testing.T, db *chtest.DB, files string) {
	t.Helper()
	const daysOfMonth = 365.25 / 12
	truth := map[string]float64{}
	for _, line := range planted(t, files, "norms.csv") {
		truth[line[0]+line[3]] = number(t, line[4]) * 7 / daysOfMonth
	}
	var x, y, w []float64
	var covered, n, fitted, want float64
	for _, row := range db.Query(`SELECT icf_code || toString(limitation), fitted_minutes_per_week, low_minutes_per_week, high_minutes_per_week, n_clients
		FROM model.need_resources WHERE resource = 'home_care_granted' AND limitation > 0 AND n_clients > 0`) {
		planted, ok := truth[row[0]]
		if !ok {
			t.Fatalf("no planted norm of %s", row[0])
		}
		x, y, w = append(x, planted), append(y, number(t, row[1])), append(w, number(t, row[4]))
		fitted += number(t, row[1]) * number(t, row[4])
		want += planted * number(t, row[4])
		if planted > 0 {
			n++
			if number(t, row[2])-0.5 <= planted && planted <= number(t, row[3])+0.5 { // half a minute is rounding to quarters of an hour a month
				covered++
			}
		}
	}
	r := correlation(x, y, w)
	t.Logf("norms: weighted correlation %.4f, total %.3f of the planted, %.0f of %.0f intervals hold theirs", r, fitted/want, covered, n)
	if r < 0.98 || math.Abs(fitted/want-1) > 0.08 || covered < 0.6*n {
		t.Errorf("granted minutes are not those planted")
	}
}

// checkOfficers holds officers' habits, times those of their area, against what was
// planted, both against the mean over decisions.
func checkOfficers(t *testing.T, db *chtest.DB, files, keys string) {
	t.Helper()
	both, err := identity.KeyDir(keys).Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	pseudonyms := identity.NewPseudonymizer(both.Pseudonym)
	effects := map[string][]string{}
	for _, row := range db.Query(`SELECT level_id, ratio, ratio_low, ratio_high, n_decisions FROM model.equity_effects WHERE kind = 'officer' AND is_shown`) {
		effects[row[0]] = row[1:]
	}
	// What is an area's and what is its officers' cannot be told apart well with four areas: officers are compared within theirs.
	type sums struct{ n, truth, log float64 }
	within := map[string]*sums{}
	var rows [][]string
	var x, y, w []float64
	for _, line := range planted(t, files, "officers.csv") {
		if e := effects[strconv.FormatUint(pseudonyms.Officer([]byte(line[0])), 10)]; e != nil {
			if within[line[1]] == nil {
				within[line[1]] = &sums{}
			}
			s, n := within[line[1]], number(t, e[3])
			s.n += n
			s.truth += n * math.Log(number(t, line[2]))
			s.log += n * math.Log(number(t, e[0]))
			rows = append(rows, append([]string{line[1], line[2]}, e...))
		}
	}
	covered := 0.0
	for _, row := range rows {
		s := within[row[0]]
		truth, shift := math.Log(number(t, row[1]))-s.truth/s.n, s.log/s.n
		x, y, w = append(x, truth), append(y, math.Log(number(t, row[2]))-shift), append(w, number(t, row[5]))
		if math.Log(number(t, row[3]))-shift <= truth && truth <= math.Log(number(t, row[4]))-shift {
			covered++
		}
	}
	t.Logf("officers: %d shown, correlation within areas %.3f, %.0f intervals hold the planted habit", len(x), correlation(x, y, w), covered)
	if len(x) < 10 || correlation(x, y, w) < 0.85 || covered < 0.75*float64(len(x)) {
		t.Errorf("officers' habits are not those planted")
	}
	if p := number(t, db.Value("SELECT p_value FROM model.equity_tests WHERE test = 'officer'")); p > 0.001 {
		t.Errorf("officers differ as planted, and the test says %v", p)
	}
	if share := number(t, db.Value("SELECT part_share FROM model.equity_components WHERE component = 'need'")); share < 0.8 {
		t.Errorf("need makes %v of the variation", share)
	}
}

// checkPlaces holds areas against what was planted, both against the mean over
// decisions, and the spread of officers.
func checkPlaces(t *testing.T, db *chtest.DB, files string) {
	t.Helper()
	effects := map[string][]string{}
	for _, row := range db.Query(`SELECT level_id, ratio_low, ratio_high, n_decisions FROM model.equity_effects WHERE kind = 'area' AND is_shown`) {
		effects[row[0]] = row[1:]
	}
	truth, mean, n := map[string]float64{}, 0.0, 0.0
	for _, line := range planted(t, files, "areas.csv") {
		if e := effects[line[0]]; e != nil {
			truth[line[0]] = math.Log(number(t, line[2]))
			mean += number(t, e[2]) * truth[line[0]]
			n += number(t, e[2])
		}
	}
	covered := 0
	for area, habit := range truth {
		if ratio := math.Exp(habit - mean/n); number(t, effects[area][0]) <= ratio && ratio <= number(t, effects[area][1]) {
			covered++
		}
	}
	var officers, squares float64
	for _, line := range planted(t, files, "officers.csv") {
		officers++
		squares += math.Pow(math.Log(number(t, line[2])), 2)
	}
	spread := db.Query(`SELECT sqrt(variance), sqrt(variance_low), sqrt(variance_high) FROM model.equity_components WHERE component = 'officer'`)[0]
	want := math.Sqrt(squares / officers)
	t.Logf("areas: %d of %d intervals hold the planted habit; officers spread by %s (%s to %s), planted %.4f", covered, len(truth), spread[0], spread[1], spread[2], want)
	if len(truth) != 4 || covered < 3 || number(t, spread[1]) > want || number(t, spread[2]) < want {
		t.Errorf("areas, or the spread of officers, are not those planted")
	}
}

// checkActions holds minutes of actions against recorded visits: all together they
// give the recorded time.
func checkActions(t *testing.T, db *chtest.DB) {
	t.Helper()
	for _, row := range db.Query(`SELECT profession, round(sum(acted.minutes) / sum(visited.minutes), 3) AS ratio FROM
		(
		    SELECT client_id, toStartOfMonth(performed_date) AS month, times.profession AS profession, sum(times.minutes_per_action) AS minutes
		    FROM core.hsl_actions AS actions
		    INNER JOIN model.action_minutes AS times ON actions.kva_code = times.kva_code AND times.profession = transform(toString(actions.profession), ['ssk', 'at', 'ft'], ['nurse', 'occupational_therapist', 'physical_therapist'], '')
		    WHERE performed_date >= (SELECT trained_from FROM model.runs WHERE model = 'need' AND target = 'actions')
		    GROUP BY client_id, month, profession
		) AS acted
		INNER JOIN
		(
		    SELECT client_id, toStartOfMonth(visit_date) AS month,
		        transform(toString(service_code), ['nurse', 'occupational_therapy', 'physical_therapy'], ['nurse', 'occupational_therapist', 'physical_therapist'], '') AS profession, sum(performed_min) AS minutes
		    FROM core.visits WHERE service_code IN ('nurse', 'occupational_therapy', 'physical_therapy') GROUP BY client_id, month, profession HAVING minutes > 0
		) AS visited ON acted.client_id = visited.client_id AND acted.month = visited.month AND acted.profession = visited.profession
		GROUP BY profession`) {
		if math.Abs(number(t, row[1])-1) > 0.03 {
			t.Errorf("actions of %s take %s of the recorded time", row[0], row[1])
		}
	}
	noRows(t, db, "an action of no time", `SELECT kva_code FROM model.action_minutes WHERE basis = 'own' AND n_clients > 50 AND minutes_per_action NOT BETWEEN 5 AND 150`)
	noRows(t, db, "an action without a basis", `SELECT kva_code FROM model.action_minutes WHERE basis = 'own' AND n_clients = 0 OR basis != 'own' AND n_clients > 0`)
}

// checkShuffled gives each decision an officer at random: none differs then.
func checkShuffled(t *testing.T, db *chtest.DB, in job.Input) {
	t.Helper()
	db.Exec(`ALTER TABLE core.service_decisions UPDATE officer_id = 1 + cityHash64(decision_id, 'shuffled') % 20 WHERE true SETTINGS mutations_sync = 1`)
	in.DefinitionHash++
	for _, name := range []string{"needs", "equity"} {
		if result, err := runs()[name](t.Context(), in); err != nil || result.RowsOut == 0 {
			t.Fatalf("%s with shuffled officers: %+v, %v", name, result, err)
		}
	}
	row := db.Query(`SELECT p_value, (SELECT variance FROM model.equity_components WHERE component = 'officer') FROM model.equity_tests WHERE test = 'officer'`)[0]
	found := db.Value(`SELECT countIf(standing != 'comparable') FROM model.equity_effects WHERE kind = 'officer' AND is_shown`)
	t.Logf("shuffled: p %s, variance %s, %s officers stand out", row[0], row[1], found)
	if number(t, row[0]) < 1e-4 || number(t, row[1]) > 1e-3 || number(t, found) > 2 {
		t.Errorf("officers at random: p %s, variance %s, %s of 20 stand out", row[0], row[1], found)
	}
}
