package categories_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/categories"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// month is the month that the tests speak of.
func month() time.Time { return time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC) }

// filled returns a database with five clients of two areas.
func filled(t *testing.T) *chtest.DB {
	t.Helper()
	db := chtest.New(t)
	for _, statement := range []string{
		"TRUNCATE TABLE core.category_rule_versions",
		"TRUNCATE TABLE core.clients", "TRUNCATE TABLE core.assessments", "TRUNCATE TABLE core.visits", "TRUNCATE TABLE mart.client_months", "TRUNCATE TABLE mart.client_categories",
		"INSERT INTO core.clients (client_id, birth_month, first_seen_date) SELECT number + 1, '1944-02-01', '2020-01-01' FROM numbers(5)",
		"INSERT INTO mart.client_months (client_id, month, status, area_id) SELECT number + 1, '2024-03-01', 'home_care', if(number < 2, 'C1', 'NO') FROM numbers(5)",
		"INSERT INTO core.assessments (client_id, assessed_date, life_area, icf_code, limitation) VALUES (1, '2024-01-10', 'd4', 'd450', 2), (2, '2024-01-10', 'd4', 'd450', 3), (3, '2024-01-10', 'd5', 'd510', 4), (4, '2023-01-10', 'd4', 'd450', 1)",
		"INSERT INTO core.visits (client_id, visit_date, service_code, n_visits) VALUES (4, '2024-03-10', 'nurse', 5)",
	} {
		if err := db.Conn(clickhouse.Owner).Exec(t.Context(), statement); err != nil {
			t.Fatal(statement, err)
		}
	}
	return db
}

func rules(t *testing.T, lines string) []categories.Rule {
	t.Helper()
	file, err := categories.Parse("rules.csv", []byte(head+lines))
	if err != nil {
		t.Fatal(err)
	}
	return file.Rules
}

func TestCompareCountsWhoMoves(t *testing.T) {
	db := filled(t)
	before := rules(t, "walk,physical,icf,d4,,0,2,24,0,0,1,2,3,4,\nwash,physical,icf,d5,,0,2,24,0,0,1,2,3,4,\n")
	after := rules(t, "walk,physical,icf,d4,,0,1,24,0,0,1,1,3,4,\nnurse,nursing,visit,nurse,,0,0,3,0,0,1,3,9,24,\n")
	diff, err := categories.Compare(t.Context(), db.Conn(clickhouse.Owner), before, after)
	if err != nil {
		t.Fatal(err)
	}
	want := []categories.Move{
		{Category: "nursing", Area: "*", After: 1, Entered: 1},
		{Category: "nursing", Area: "NO", After: 1, Entered: 1},
		{Category: "physical", Area: "*", Before: 3, After: 3, Entered: 1, Left: 1, Unchanged: 2},
		{Category: "physical", Area: "C1", Before: 2, After: 2, Unchanged: 2},
		{Category: "physical", Area: "NO", Before: 1, After: 1, Entered: 1, Left: 1},
	}
	// Client 1 has limitation 2: severity 2 before and after, since 2 is from severity 2 on in both.
	if !slices.Equal(diff.Moves, want) {
		t.Errorf("moves\n%+v, want\n%+v", diff.Moves, want)
	}
	if !diff.Month.Equal(month()) || diff.Changed != 2 || diff.Clients != 4 || diff.Unclassified != 2 {
		t.Errorf("%+v", diff)
	}
	if n := db.Value("SELECT count() FROM mart.client_categories"); n != "0" {
		t.Errorf("comparing has written %s rows", n)
	}
}

func TestCompareSaysWhatTheTableWillHold(t *testing.T) {
	db := filled(t)
	conn := db.Conn(clickhouse.Owner)
	shipped, err := categories.Find(t.Context(), conn, 1)
	if err != nil {
		t.Fatal(err)
	}
	diff, err := categories.Compare(t.Context(), conn, shipped, shipped)
	if err != nil {
		t.Fatal(err)
	}
	if diff.Changed != 0 {
		t.Errorf("the same rules change %d clients", diff.Changed)
	}
	objects, err := sqlfs.Objects()
	if err != nil {
		t.Fatal(err)
	}
	table := objects[slices.IndexFunc(objects, func(o sqlfs.Object) bool { return o.FullName() == "mart.client_categories" })]
	if _, err := clickhouse.Fill(t.Context(), conn, table, month(), month()); err != nil {
		t.Fatal(err)
	}
	held := map[string]string{}
	for _, row := range db.Query("SELECT category, toString(count()) FROM mart.client_categories GROUP BY category") {
		held[row[0]] = row[1]
	}
	for _, move := range diff.Moves {
		if move.Area == "*" && held[move.Category] != sqlNumber(move.After) {
			t.Errorf("%s: %d by Compare, %s in the table", move.Category, move.After, held[move.Category])
		}
	}
	if len(held) == 0 {
		t.Error("nobody is classified")
	}
}

func TestNothingBuiltIsSaid(t *testing.T) {
	db := chtest.New(t)
	if err := db.Conn(clickhouse.Owner).Exec(t.Context(), "TRUNCATE TABLE mart.client_months"); err != nil {
		t.Fatal(err)
	}
	if _, err := categories.Compare(t.Context(), db.Conn(clickhouse.Owner), nil, nil); !errors.Is(err, categories.ErrNothingBuilt) {
		t.Errorf("got %v", err)
	}
}

func TestVersionsAreLoadedAndFound(t *testing.T) {
	db := filled(t)
	conn := db.Conn(clickhouse.Owner)
	path := filepath.Join(t.TempDir(), "own.csv")
	if err := os.WriteFile(path, []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := categories.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2024, 4, 2, 10, 0, 0, 0, time.UTC)
	for i, from := range []time.Time{time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2024, 4, 1, 0, 0, 0, 0, time.UTC)} {
		version, err := categories.Load(t.Context(), conn, file, from, now)
		if err != nil || int(version) != i+2 {
			t.Fatalf("version %d, %v", version, err)
		}
	}
	found, err := categories.Find(t.Context(), conn, 2)
	if err != nil || len(found) != len(file.Rules) {
		t.Errorf("%+v, %v", found, err)
	}
	for _, rule := range file.Rules {
		if !slices.Contains(found, rule) {
			t.Errorf("%+v is not among %+v", rule, found)
		}
	}
	versions, err := categories.Versions(t.Context(), db.Conn(clickhouse.Analyst))
	if err != nil || len(versions) != 3 {
		t.Fatalf("%+v, %v", versions, err)
	}
	// March is the newest month: the version from April does not count yet.
	if versions[0].Counts || !versions[1].Counts || versions[2].Counts || versions[1].LoadedFrom != "own.csv" || versions[0].Rules < 18 {
		t.Errorf("%+v", versions)
	}
	if _, err := categories.Find(t.Context(), conn, 9); !errors.Is(err, categories.ErrNoVersion) {
		t.Errorf("got %v", err)
	}
}

// What comes with Framsyn meets the conditions that a municipality's file has to.
func TestShippedRulesPassTheChecks(t *testing.T) {
	db := filled(t)
	shipped, err := categories.Find(t.Context(), db.Conn(clickhouse.Owner), 1)
	if err != nil {
		t.Fatal(err)
	}
	file := parsed(t, shipped)
	if err := file.CheckServices(t.Context(), db.Conn(clickhouse.Owner)); err != nil {
		t.Error(err)
	}
	unknown := parsed(t, rules(t, "a,x,visit,walks,,0,0,1,0,0,1,1,1,1,\nb,x,service,nurse,,0,0,1,0,0,1,1,1,1,\n"))
	if err := unknown.CheckServices(t.Context(), db.Conn(clickhouse.Owner)); err == nil {
		t.Error("unknown services passed")
	}
}
