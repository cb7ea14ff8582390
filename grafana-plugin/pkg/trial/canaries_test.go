package trial

import (
	"fmt"
	"slices"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/identity"
	"github.com/framsyn/framsyn/sql/released"
)

// Canaries are two clients of an area of their own, which nobody of the trial sees
// but the analysts, in every table about clients, with hours and words that nothing
// else has. Two are too few for a leader to see.
const (
	canaryA     uint64 = 17777777777777777770
	canaryB     uint64 = 17777777777777777771
	canaryArea         = "C3"
	canaryWord         = "kanarie"
	canaryHours        = "7133.375"
	ofC1        uint64 = 18446744073709550002
	ofC2        uint64 = 18446744073709550001
)

// canaryNumber is a number of identity that nobody has: those from 980 on are kept
// for tests.
func canaryNumber() string {
	const nine = "400229989"
	return "19" + nine + string(identity.CheckDigit([]byte(nine)))
}

// traces are what would tell of the canaries, in any way of writing them.
func traces() []string {
	number := canaryNumber()
	return []string{
		"177777777777777777", "1.77777777777777", canaryWord, "7133.37", "7133,37", "7 133,", "14266.75", "14 266,",
		number, number[2:], number[:8] + "-" + number[8:], number[2:8] + "-" + number[8:],
	}
}

// healthCareTraces are what would tell of those whom only health care knows.
func healthCareTraces() []string { return []string{"domherre", "8244.62", "8244,62"} }

// trialRun is an old run of a model, for decisions on it to change nothing that is shown.
const trialRun = "4711"

// plant puts the canaries into every table about clients, and their area into every
// table about groups.
func (w *world) plant() {
	w.t.Helper()
	w.db.Exec(`INSERT INTO core.areas (area_id, area_name, parent_area_id, kind) VALUES ('C3', 'Öster', 'K', 'area'), ('C4', 'Väster', 'K', 'area');
		INSERT INTO ops.export_log (export_id, exported_at, user_name, object, purpose, format, file_name, n_rows, n_clients) VALUES ('9b2f8a4e-0000-4000-8000-abcdefabcdf4', '2026-02-03 10:00:00', 'sven', 'selection', 'hembesök', 'csv-se', 'urval.csv', 10, 10);
		INSERT INTO ops.access_log (access_id, accessed_at, user_name, role, surface, n_rows, n_clients) VALUES ('9b2f8a4e-0000-4000-8000-abcdefabcdf5', '2026-02-07 10:00:00', 'sven', 'analyst', 'page', 100, 100);
		INSERT INTO model.runs (run_id, model, method, target, as_of_date, status, is_published, created_at) VALUES (` + trialRun + `, 'risk', 'test', 'need_doubled', '2020-01-01', 'converged', true, '2020-01-02 05:00:00')`)
	objects, err := sqlfs.Objects()
	if err != nil {
		w.t.Fatal(err)
	}
	for _, object := range objects {
		isOfClients := slices.Contains([]sqlfs.Access{sqlfs.Person, sqlfs.Delivery}, object.Header.Access.Class)
		if object.Kind == sqlfs.Table && isOfClients && slices.Contains(object.Columns(), "client_id") {
			w.plantClients(object)
		}
	}
	w.db.Exec("ALTER TABLE mart.candidates UPDATE reasons_sv = ['domherre'], hours_now = 8244.625 WHERE client_id BETWEEN 18446744073709550036 AND 18446744073709550039 SETTINGS mutations_sync = 2")
	w.plantGroups(objects)
	w.vaultKey = w.sealed(canaryNumber(), canaryA, canaryB)
}

// plantClients adds the canaries to a table: as somebody of C2 where there is one,
// so that they fit the other tables.
func (w *world) plantClients(object sqlfs.Object) {
	w.t.Helper()
	name := object.FullName()
	columns := w.db.Query("SELECT name, type, default_kind FROM system.columns WHERE database = '" + object.Database + "' AND table = '" + object.Name + "' ORDER BY position")
	hasRows := w.db.Value("SELECT count() FROM "+name+" WHERE client_id % 2 = 1") != "0"
	for _, id := range []uint64{canaryA, canaryB} {
		var names, values []string
		for _, column := range columns {
			if slices.Contains([]string{"MATERIALIZED", "ALIAS"}, column[2]) {
				continue
			}
			value := canaryValue(column[0], column[1], id)
			if value == "" && !hasRows {
				continue
			}
			names, values = append(names, sqlfs.Quoted(column[0])), append(values, or(value, "source."+sqlfs.Quoted(column[0])))
		}
		statement := "INSERT INTO " + name + " (" + strings.Join(names, ", ") + ") SELECT " + strings.Join(values, ", ")
		if hasRows {
			statement += " FROM " + name + " AS source WHERE source.client_id = (SELECT max(client_id) FROM " + name + " WHERE client_id % 2 = 1 AND client_id != 17777777777777777771)"
		}
		w.db.Exec(statement)
	}
	if w.db.Value("SELECT uniqExact(client_id) FROM "+name+" WHERE client_id IN (17777777777777777770, 17777777777777777771)") != "2" {
		w.t.Errorf("%s has no canaries", name)
	}
}

// canaryValue is what a canary has in a column; empty for what it takes from others.
func canaryValue(name, typ string, id uint64) string {
	bare := strings.NewReplacer("LowCardinality(", "", "Nullable(", "", ")", "").Replace(typ)
	isShare := slices.ContainsFunc([]string{"probability", "share", "percentile", "severity"}, func(part string) bool { return strings.Contains(name, part) }) || strings.HasPrefix(name, "risk_")
	switch {
	case name == "client_id":
		return fmt.Sprint(id)
	case name == "area_id", name == "decision_area_id":
		return "'" + canaryArea + "'"
	case name == "area_name":
		return "'Öster'"
	case bare == "String" && !strings.Contains(typ, "LowCardinality") && !strings.HasSuffix(name, "_id") && name != "selection_id":
		return "'" + canaryWord + "'"
	case bare == "Float64" && !isShare, bare == "Float32" && !isShare:
		return canaryHours
	case typ == "Array(String)" && (strings.HasPrefix(name, "reasons") || strings.HasPrefix(name, "sentences")):
		return "['" + canaryWord + "']"
	}
	return ""
}

// plantGroups adds the canaries' area to the tables that are released, with two
// clients.
func (w *world) plantGroups(objects []sqlfs.Object) {
	w.t.Helper()
	rules, err := released.Rules()
	if err != nil {
		w.t.Fatal(err)
	}
	for _, object := range objects {
		rule, ok := rules[object.FullName()]
		where := ""
		switch {
		case !ok || object.Kind != sqlfs.Table:
			continue
		case rule.Area != "":
			where = rule.Area
		case len(rule.Scope) == 2:
			where = rule.Scope[1]
		default:
			continue
		}
		w.plantGroup(object, rule, where, canaryArea, 2)
		w.plantGroup(object, rule, where, "C4", 4) // else a larger area would be hidden for the sake of the canaries'
	}
}

func (w *world) plantGroup(object sqlfs.Object, rule released.Rule, key, area string, persons int) {
	w.t.Helper()
	replaced := []string{"'" + area + "' AS " + key}
	columns := w.db.Query("SELECT name, type FROM system.columns WHERE database = '" + object.Database + "' AND table = '" + object.Name + "' AND default_kind = ''")
	for _, column := range columns {
		_, isCount := rule.Cells[column[0]]
		switch {
		case column[0] == key, column[0] == "persons_80plus": // of the public register
		case isCount:
			replaced = append(replaced, fmt.Sprintf("%d AS %s", persons, column[0]))
		case strings.Contains(column[1], "Float") && !strings.Contains(column[0], "share"):
			replaced = append(replaced, canaryHours+" AS "+column[0])
		}
	}
	w.db.Exec("INSERT INTO " + object.FullName() + " SELECT * REPLACE (" + strings.Join(replaced, ", ") + ") FROM " + object.FullName() + " AS source WHERE source." + key + " = 'C2'")
}

func or(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}
