package jobs_test

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/person"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/access"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// aboutClients are the tables of mart and model with rows about clients, by their
// headers: the course of support and care, and what models and lists make of it.
func aboutClients(t *testing.T) (care, models []sqlfs.Object) {
	t.Helper()
	objects, err := sqlfs.Objects()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range objects {
		hasClient := slices.Contains(o.Columns(), "client_id") || slices.Contains(o.Columns(), "decision_id")
		if o.Database != "mart" && o.Database != "model" || o.Kind != sqlfs.Table || o.Header.Access.Class != sqlfs.Person || !hasClient {
			continue
		}
		leavesOut := slices.ContainsFunc(o.Header.Sources, func(s string) bool { return s == "core.excluded_clients" || strings.HasPrefix(s, "model.") })
		if o.Database == "mart" && o.Insert != "" && !leavesOut {
			care = append(care, o)
		} else {
			models = append(models, o)
		}
	}
	return care, models
}

// ofClient is the condition on a table's rows.
func ofClient(o sqlfs.Object, client uint64) string {
	if slices.Contains(o.Columns(), "client_id") {
		return fmt.Sprintf(" WHERE client_id = %d", client)
	}
	return fmt.Sprintf(" WHERE decision_id IN (SELECT d.decision_id FROM core.service_decisions AS d WHERE d.client_id = %d)", client)
}

// left are two clients who are left out: the first of models and selections, the
// second of models only.
type left struct {
	*testing.T
	db     *chtest.DB
	runner *job.Runner
	hidden []string // tables that keep rows which no person sees
	client [2]uint64
	care   [][]string
}

// leaveOut decides that two clients are left out who would be in every table of a
// model. The models of earlier days have said something of them.
func leaveOut(t *testing.T, db *chtest.DB, runner *job.Runner, newest time.Time) *left {
	t.Helper()
	description, err := access.ReadDescription(sqlfs.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	l := &left{T: t, db: db, runner: runner, hidden: description.Excluded.FromModelsHidden}
	if _, err := runner.RunJob(t.Context(), "score", newest.AddDate(0, -3, 0), true); err != nil {
		t.Fatal(err)
	}
	// Pseudonyms differ from run to run, so the order is by hours.
	found := db.Query(`SELECT client_id FROM mart.client_months WHERE client_id IN (SELECT client_id FROM core.interventions WHERE started_date BETWEEN (SELECT addMonths(max(month), -24) FROM mart.client_months) AND (SELECT max(month) FROM mart.client_months)) AND client_id IN (SELECT client_id FROM mart.risk_features WHERE has_home_care AND month = (SELECT max(month) FROM mart.risk_features))
		AND client_id IN (SELECT client_id FROM mart.early_signs) AND client_id IN (SELECT client_id FROM mart.entry_outcomes) AND client_id IN (SELECT client_id FROM mart.function_outcomes)
		AND client_id IN (SELECT client_id FROM model.risk_scores) AND client_id IN (SELECT client_id FROM core.selection_members)
		GROUP BY client_id ORDER BY sum(home_care_granted_h) DESC LIMIT 2`)
	if len(found) < 2 {
		t.Fatalf("%d clients are in all that models read", len(found))
	}
	l.care = l.sums()
	for i := range l.client {
		if l.client[i], err = strconv.ParseUint(found[i][0], 10, 64); err != nil {
			t.Fatal(err)
		}
		l.decide(person.Exclusion{Client: l.client[i], FromModels: true, FromSelections: i == 0})
	}
	return l
}

func (l *left) decide(e person.Exclusion) {
	l.Helper()
	e.From, e.Why = time.Now().UTC().Truncate(24*time.Hour), "Nämndens beslut, ärende 17"
	x := person.Excluder{Conn: l.runner.Conn, DataDir: filepath.Dir(l.runner.LockDir), Now: time.Now}
	if _, err := x.Decide(l.Context(), person.Asker{Login: "anna", Role: "steward"}, e); err != nil {
		l.Fatal(err)
	}
}

// sums are what is counted of everybody, whoever is left out.
func (l *left) sums() [][]string {
	l.Helper()
	return l.db.Query(`SELECT (SELECT sum(cityHash64(*)) FROM mart.client_months), (SELECT sum(cityHash64(*)) FROM mart.client_categories),
		(SELECT sum(cityHash64(*)) FROM mart.area_months), (SELECT sum(cityHash64(*)) FROM core.capacities)`)
}

// rows counts what an account sees of a client in a table.
func (l *left) rows(account clickhouse.Role, o sqlfs.Object, client uint64) (n uint64) {
	l.Helper()
	if err := l.db.Conn(account).QueryRow(l.Context(), "SELECT count() FROM "+o.FullName()+ofClient(o, client)).Scan(&n); err != nil {
		l.Fatal(err)
	}
	return n
}

// isListed says that a table may have the client of that number: the list, of the one
// who is left out of models only.
func isListed(o sqlfs.Object, i int) bool { return o.FullName() == "mart.candidates" && i == 1 }

// checkGone checks that nobody sees what a model says of the clients, and that no table
// but those for sums has it.
func (l *left) checkGone(when string) {
	l.Helper()
	care, models := aboutClients(l.T)
	for i, client := range l.client {
		for _, o := range models {
			if isListed(o, i) {
				continue
			}
			if n := l.rows(clickhouse.Analyst, o, client); n > 0 {
				l.Errorf("%s: the analyst sees %d rows of client %d in %s", when, n, i, o.FullName())
			}
			if n := l.rows(clickhouse.Owner, o, client); n > 0 && !slices.Contains(l.hidden, o.FullName()) {
				l.Errorf("%s: %s has %d rows of client %d", when, o.FullName(), n, i)
			}
		}
		for _, o := range care {
			if l.rows(clickhouse.Analyst, o, client) == 0 {
				l.Errorf("%s: %s, which is care, has lost client %d", when, o.FullName(), i)
			}
		}
	}
	if n := l.db.Value(fmt.Sprintf(`SELECT count() FROM mart.candidates WHERE client_id = %d AND isNull(risk_probability) AND isNull(hours_expected) AND empty(reasons_sv) AND isNull(potential_h)`, l.client[1])); n != "1" {
		l.Errorf("%s: who is left out of models only is on the list %s times without estimates", when, n)
	}
	if n := l.db.Value(fmt.Sprintf("SELECT count() FROM core.selection_members WHERE client_id = %d AND isNull(left_date)", l.client[0])); n != "0" {
		l.Errorf("%s: who is left out of selections is in %s", when, n)
	}
	if now := l.sums(); !reflect.DeepEqual(now, l.care) {
		l.Errorf("%s: the sums of care are %v, before %v", when, now, l.care)
	}
}

// addStray writes what a job that was running would have written of the first client.
func (l *left) addStray() {
	l.Helper()
	_, models := aboutClients(l.T)
	for _, o := range models {
		if slices.Contains(o.Columns(), "client_id") && !slices.Contains(l.hidden, o.FullName()) {
			l.db.Exec(fmt.Sprintf("INSERT INTO %s (client_id) VALUES (%d)", o.FullName(), l.client[0]))
			if n := l.rows(clickhouse.Analyst, o, l.client[0]); n > 0 {
				l.Errorf("the analyst sees what was written to %s after the decision", o.FullName())
			}
		}
	}
}

// checkCounted checks that forecasts begin at what everybody has today.
func (l *left) checkCounted() {
	l.Helper()
	row := l.db.Query(`SELECT max(mean), (SELECT sum(home_care_granted_h) FROM mart.client_months WHERE month = (SELECT max(month) FROM mart.client_months)),
		(SELECT sum(home_care_granted_h) FROM mart.client_months WHERE month = (SELECT max(month) FROM mart.client_months) AND client_id IN (` + fmt.Sprintf("%d, %d", l.client[0], l.client[1]) + `))
		FROM model.forecasts WHERE scope_kind = 'area' AND resource = 'home_care_h' AND scenario = 'as_today' AND driver = 'at_origin' AND method = 'blend' AND horizon_months = 1
			AND as_of_date = (SELECT max(as_of_date) FROM model.forecasts)`)[0]
	var hours [3]float64
	for i := range hours {
		var err error
		if hours[i], err = strconv.ParseFloat(row[i], 64); err != nil {
			l.Fatal(err)
		}
	}
	if hours[2] <= 0 || hours[0] < hours[1]-hours[2]/100 || hours[0] > hours[1]+hours[2]/100 {
		l.Errorf("the forecast begins at %.2f hours, where everybody has %.2f and those left out have %.2f of them", hours[0], hours[1], hours[2])
	}
}

// takeIn ends both decisions: with the next jobs, and nothing delivered, the clients are
// in every table. So they would have been, had nobody left them out.
func (l *left) takeIn(newest time.Time) {
	l.Helper()
	for _, client := range l.client {
		l.decide(person.Exclusion{Client: client})
	}
	for name, byHand := range map[string]bool{"trends": false, "follow_up": false, "potential": true} { // effects are not estimated anew before the next delivery, unless by hand
		if _, err := l.runner.RunJob(l.Context(), name, newest, byHand); err != nil {
			l.Fatal(err)
		}
	}
	_, models := aboutClients(l.T)
	for i, client := range l.client {
		for _, o := range models {
			if l.rows(clickhouse.Analyst, o, client) == 0 {
				l.Errorf("client %d is taken in again, and not in %s", i, o.FullName())
			}
		}
	}
	if now := l.sums(); !reflect.DeepEqual(now, l.care) {
		l.Errorf("taken in again: the sums of care are %v, before %v", now, l.care)
	}
}

// What a model says of one client is hidden or deleted for those who are left out, in
// every table; only what support and care are counted from is not.
func TestEveryTableAboutClientsKnowsWhoIsLeftOut(t *testing.T) {
	description, err := access.ReadDescription(sqlfs.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	named := slices.Concat(description.Excluded.FromModels, description.Excluded.FromModelsHidden, description.Excluded.FromSelections)
	care, models := aboutClients(t)
	var names []string
	for _, o := range care {
		names = append(names, o.FullName())
	}
	// A new table here is a decision: those who are left out of models are in it.
	if slices.Sort(names); !slices.Equal(names, []string{"mart.client_categories", "mart.client_months"}) {
		t.Errorf("tables of support and care: %v", names)
	}
	for _, o := range models {
		if !slices.Contains(named, o.FullName()) {
			t.Errorf("%s is about clients, and not in excluded of access.yaml", o.FullName())
		}
	}
}
