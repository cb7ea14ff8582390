package trial_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/access"
	"github.com/framsyn/framsyn/sql/access/trial"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

const members = `
people:
  mona: {role: manager, areas: [N]}
  mats: {role: manager, areas: [S, '-']}
  nils: {role: manager, areas: [N], without_health_care: true}
  nora: {role: analyst, without_health_care: true}
`

// clients of two areas, one of a unit below the first, one whom only health care
// knows, and one of the municipality as such, which like no area has none above it.
const clients = `INSERT INTO core.areas (area_id, area_name, parent_area_id, kind) VALUES ('K', 'All', '', 'municipality'),
	('N', 'North', 'K', 'area'), ('NA', 'North A', 'N', 'unit'), ('S', 'South', 'K', 'area');
INSERT INTO core.clients (client_id, area_id, has_decision) VALUES (1, 'N', true), (2, 'NA', true), (3, 'S', true), (4, '', false), (5, 'S', false), (6, 'K', true);
INSERT INTO mart.candidates (client_id, decision_area_id, decision_parent_area_id, has_decision)
	SELECT clients.client_id, clients.area_id, areas.parent_area_id, clients.has_decision FROM core.clients AS clients LEFT JOIN core.areas AS areas ON clients.area_id = areas.area_id
	SETTINGS join_use_nulls = 0;
INSERT INTO core.exclusions (client_id, is_from_models, is_from_selections, written_at) VALUES (2, false, true, '2026-01-01'), (3, true, false, '2026-01-01'), (5, true, true, '2026-01-01')`

// world is an engine with members, and a row for each client in every table.
func world(t *testing.T, tree *sqlfs.Tree) *clickhouse.Engine {
	t.Helper()
	chtest.Library(t)
	dir := chtest.NewDir(t, false)
	if err := os.MkdirAll(filepath.Join(dir, "config"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(clickhouse.MembersFile(dir), []byte(members), 0o600); err != nil {
		t.Fatal(err)
	}
	engine, _ := chtest.Start(t, clickhouse.Options{Dir: dir, Tree: tree})
	owner := connect(t, engine, "owner")
	defer func() { _ = owner.Close() }()
	if _, err := clickhouse.Apply(t.Context(), owner, clickhouse.ApplyOptions{AppVersion: "test"}); err != nil {
		t.Fatal(err)
	}
	for statement := range strings.SplitSeq(clients, ";\n") {
		execute(t, owner, statement)
	}
	for _, object := range objects(t) {
		isFull := slices.Contains([]string{"core.clients", "core.exclusions", "mart.candidates"}, object.FullName())
		if isTable := object.Kind == sqlfs.Table && object.Header.Access.Class == sqlfs.Person; isTable && !isFull && slices.Contains(object.Columns(), "client_id") {
			where := ""
			if object.FullName() == "core.service_decisions" {
				where = " WHERE has_decision"
			}
			execute(t, owner, "INSERT INTO "+object.FullName()+" (client_id) SELECT client_id FROM core.clients"+where)
		}
	}
	return engine
}

func objects(t *testing.T) []sqlfs.Object {
	t.Helper()
	found, err := sqlfs.Objects()
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func connect(t *testing.T, engine *clickhouse.Engine, account string) driver.Conn {
	t.Helper()
	conn, err := clickhouse.Connect(t.Context(), engine.Target(), clickhouse.Role(account))
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func execute(t *testing.T, conn driver.Conn, statement string) {
	t.Helper()
	if err := conn.Exec(t.Context(), statement); err != nil {
		t.Fatalf("%v\nin %s", err, statement)
	}
}

func tried(t *testing.T, engine *clickhouse.Engine) trial.Report {
	t.Helper()
	return triedAs(t, engine, engine.Target().Plan())
}

// triedAs tries the accounts of a plan that may be another than the engine's.
func triedAs(t *testing.T, engine *clickhouse.Engine, plan access.Plan) trial.Report {
	t.Helper()
	expected, err := access.Expected()
	if err != nil {
		t.Fatal(err)
	}
	owner := connect(t, engine, "owner")
	defer func() { _ = owner.Close() }()
	report, err := trial.Run(t.Context(), trial.Case{
		Plan: plan, Objects: objects(t), Owner: owner, Expected: expected,
		Connect: func(account string) (driver.Conn, error) {
			return clickhouse.Connect(context.WithoutCancel(t.Context()), engine.Target(), clickhouse.Role(account))
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestEveryAccountSeesWhatTheTableSays(t *testing.T) {
	engine := world(t, nil)
	report := tried(t, engine)
	for _, failure := range report.Failures {
		t.Error(failure)
	}
	if report.Tried < 5000 {
		t.Errorf("%d tried: the trial has lost most of its cases", report.Tried)
	}
	for account, want := range map[string][3]uint64{ // who is left out is on no list, or has no score
		"manager_" + hash("N"): {2, 1, 2}, "manager_" + hash("-", "S"): {3, 2, 1}, "manager_" + hash("N") + "_without_health_care": {2, 1, 2},
		"analyst_without_health_care": {4, 3, 3}, "analyst": {6, 4, 4},
	} {
		conn := connect(t, engine, account)
		var got [3]uint64
		for i, table := range []string{"core.clients", "mart.candidates", "model.risk_scores"} {
			if err := conn.QueryRow(t.Context(), "SELECT count() FROM "+table).Scan(&got[i]); err != nil {
				t.Fatal(err)
			}
		}
		if got != want {
			t.Errorf("%s sees %d clients, on the list and with a score, want %d", account, got, want)
		}
		_ = conn.Close()
	}
}

func TestTheTrialFindsRowsOfOtherAreas(t *testing.T) {
	engine := world(t, nil)
	plan := engine.Target().Plan()
	plan.Accounts = slices.Clone(plan.Accounts)
	i := slices.IndexFunc(plan.Accounts, func(a access.Account) bool { return a.Name == "manager_"+hash("N") })
	plan.Accounts = plan.Accounts[i : i+1]
	plan.Accounts[0].Areas = []string{"NA"} // as it should be, were the database wrong
	report := triedAs(t, engine, plan)
	if len(report.Failures) < 20 {
		t.Errorf("%d failures: %v", len(report.Failures), report.Failures)
	}
}

func hash(areas ...string) string {
	name := access.Description{Roles: map[string]access.Role{"x": {Clients: access.OwnAreas}}}.AccountOf(access.Member{Role: "x", Areas: areas})
	return strings.TrimPrefix(name, "x_")
}

// The trial must find it when the database gives too much, or too little.
func TestTheTrialFindsWhatIsWrong(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"a leader sees the log":   {"reads: [reference, released, model, operation]\n    clients: none\n  manager:", "reads: [reference, released, model, operation, log]\n    clients: none\n  manager:", "leader: read"},
		"a planner sees no areas": {"  planner:\n    title: {sv: Planerare, en: Planner}\n    profile: people\n    quota: people\n    reads: [reference, ", "  planner:\n    title: {sv: Planerare, en: Planner}\n    profile: people\n    quota: people\n    reads: [", "planner: read"},
		"settings are free":       {"      readonly: 1\n      join_use_nulls: 1\n      max_execution_time: 60", "      join_use_nulls: 1\n      max_execution_time: 60", "SETTINGS max_execution_time"},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := sqlfs.Embedded().Access()
			if err != nil {
				t.Fatal(err)
			}
			changed := strings.Replace(text, test.old, test.new, 1)
			if changed == text {
				t.Fatalf("access.yaml has no %q", test.old)
			}
			tree := sqlfs.Embedded().WithAccess(changed)
			report := tried(t, world(t, &tree))
			if !slices.ContainsFunc(report.Failures, func(f trial.Failure) bool { return strings.Contains(f.String(), test.want) }) {
				t.Errorf("nothing with %q is found among %d failures: %v", test.want, len(report.Failures), report.Failures)
			}
		})
	}
}
