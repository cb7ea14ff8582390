package modelpage_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/loader/internal/modelpage"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

var update = flag.Bool("update", false, "write the golden files anew")

// hostile is a text that would be code if a page took it as it is.
const hostile = `</title></svg><script>alert("x")</script>'&`

// run is the run of the tests, 34,000 client-months.
const run = `
INSERT INTO model.runs VALUES
	(7, 'risk', 'additive', 'need_doubled', 12, '2026-10-16', '2022-10-01', '2025-09-01', 34314, 1845, 4830, 'converged', true, 1,
		'{"test_from":"2025-01-01"}', 'test', '2026-10-16 03:00:00');
INSERT INTO model.approvals (run_id, decision, decided_by, decided_at) SELECT run_id, 'approved', 'test', created_at FROM model.runs;
INSERT INTO model.metrics VALUES
	(7, 'test', 'all', '', 'auc', 0.87, 0.84, 0.9, 2700, 440),
	(7, 'test', 'all', '', 'calibration_slope', 1.357, 1.013, 1.775, 2700, 440),
	(7, 'test', 'all', '', 'observed_expected', 1.186, 0.981, 1.423, 2700, 440),
	(7, 'test', 'all', '', 'persons', 358, NULL, NULL, 2700, 440),
	(7, 'test', 'sex', 'female', 'auc', 0.7, 0.65, 0.75, 1500, 240),
	(7, 'test', 'outcome', 'special_housing', 'auc', 0.6, 0.5, 0.7, 2700, 138),
	(7, 'newest', 'all', '', 'captured_100', 0.279, 0.221, 0.344, 1016, 147),
	(7, 'baseline', 'all', '', 'auc', 0.519, 0.455, 0.584, 2700, 440),
	(7, 'persistence', 'all', '', 'auc', 0.546, 0.484, 0.605, 2700, 440);
INSERT INTO model.term_drift VALUES
	(7, 'need_doubled', '2026-09-16', 'age_years', 0.9, 0, 0, 0),
	(7, 'need_doubled', '2026-10-16', 'age_years', 0.31, 0, 0, 0.02);
`

// termColumns are those of the rows below; the other feature and the bags come after.
const termColumns = `INSERT INTO model.terms (run_id, class, term, feature, feature_b, bin, bin_b, kind, kind_b, bin_from, bin_to, bin_b_from, bin_b_to, level, level_b,
	contribution, standard_error, n_clients, weight) VALUES `

// terms are a model of one outcome: a number with a missing bin and one of few
// clients, two that are 0 or 1, kin to no one, a ratio and its kin, levels, a pair.
const terms = termColumns + `
	(7, 'doubled', 'intercept', '', '', 0, 0, 'intercept', 'intercept', nan, nan, nan, nan, '', '', -1.95, 0.07, 1845, 34314),
	(7, 'doubled', 'age_years', 'age_years', '', 0, 0, 'interval', 'intercept', -inf, 70.25, nan, nan, '', '', -0.2, 0.05, 120, 9000),
	(7, 'doubled', 'age_years', 'age_years', '', 1, 0, 'interval', 'intercept', 70.25, 85, nan, nan, '', '', 0.05, 0.02, 900, 20000),
	(7, 'doubled', 'age_years', 'age_years', '', 2, 0, 'interval', 'intercept', 85, 98, nan, nan, '', '', 0.3, 0.1, 500, 5000),
	(7, 'doubled', 'age_years', 'age_years', '', 3, 0, 'interval', 'intercept', 98, inf, nan, nan, '', '', 0.4, 2, 0, 0),
	(7, 'doubled', 'age_years', 'age_years', '', 4, 0, 'missing', 'intercept', nan, nan, nan, nan, '', '', -0.1, 0.3, 25, 300),
	(7, 'doubled', 'is_female', 'is_female', '', 0, 0, 'interval', 'intercept', -inf, 0.5, nan, nan, '', '', 0.04, 0.09, 700, 12000),
	(7, 'doubled', 'is_female', 'is_female', '', 1, 0, 'interval', 'intercept', 0.5, inf, nan, nan, '', '', -0.02, 0.05, 1100, 22000),
	(7, 'doubled', 'is_female', 'is_female', '', 2, 0, 'missing', 'intercept', nan, nan, nan, nan, '', '', 0, 0, 0, 0),
	(7, 'doubled', 'hours_change_3m', 'hours_change_3m', '', 0, 0, 'interval', 'intercept', -inf, -0.7, nan, nan, '', '', 1.1, 0.1, 200, 4000),
	(7, 'doubled', 'hours_change_3m', 'hours_change_3m', '', 1, 0, 'interval', 'intercept', -0.7, 0.7, nan, nan, '', '', 0, 0.01, 1500, 26000),
	(7, 'doubled', 'hours_change_3m', 'hours_change_3m', '', 2, 0, 'interval', 'intercept', 0.7, inf, nan, nan, '', '', -1.1, 0.1, 200, 4000),
	(7, 'doubled', 'hours_change_12m', 'hours_change_12m', '', 0, 0, 'interval', 'intercept', -inf, inf, nan, nan, '', '', 0, 0.01, 1500, 34000),
	(7, 'doubled', 'provider', 'provider', '', 0, 0, 'level', 'intercept', nan, nan, nan, nan, 'HOSTILE', '', 0.2, 0.05, 300, 9000),
	(7, 'doubled', 'provider', 'provider', '', 1, 0, 'unknown', 'intercept', nan, nan, nan, nan, '', '', -0.1, 0.05, 900, 20000),
	(7, 'doubled', 'age_years × HOSTILE', 'age_years', 'HOSTILE', 0, 0, 'interval', 'interval', -inf, 80, -inf, 10.5, '', '', 0.12, 0.05, 600, 10000),
	(7, 'doubled', 'age_years × HOSTILE', 'age_years', 'HOSTILE', 0, 1, 'interval', 'interval', -inf, 80, 10.5, inf, '', '', -0.03, 0.02, 700, 11000),
	(7, 'doubled', 'age_years × HOSTILE', 'age_years', 'HOSTILE', 1, 0, 'interval', 'interval', 80, inf, -inf, 10.5, '', '', -0.06, 0.02, 800, 12000),
	(7, 'doubled', 'age_years × HOSTILE', 'age_years', 'HOSTILE', 1, 1, 'interval', 'interval', 80, inf, 10.5, inf, '', '', 0.01, 0.2, 0, 0);
`

// fill returns a database with the run.
func fill(t *testing.T) *chtest.DB {
	t.Helper()
	db := chtest.New(t)
	quoted := strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(hostile)
	db.Exec(run)
	db.Exec(strings.ReplaceAll(terms, "HOSTILE", quoted))
	return db
}

// write makes the page as the analyst.
func write(t *testing.T, db *chtest.DB, request modelpage.Request, l modelpage.Language) string {
	t.Helper()
	pages, err := modelpage.Read(t.Context(), db.Conn(clickhouse.Analyst), request)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := pages.Write(&out, l); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// style is what a golden file leaves out.
var style = regexp.MustCompile(`(?s)<style>.*?</style>`)

func TestPage(t *testing.T) {
	db := fill(t)
	for _, l := range modelpage.Languages() {
		page := write(t, db, modelpage.Request{Target: "need_doubled"}, l)
		if again := write(t, db, modelpage.Request{Target: "need_doubled"}, l); again != page {
			t.Error("the same rows gave another page")
		}
		checkMarkup(t, page)
		compare(t, filepath.Join("testdata", "page."+string(l)+".html"), style.ReplaceAllString(page, ""))
	}
}

func compare(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(gotLines), len(wantLines)) {
		if gotLines[i] != wantLines[i] {
			t.Fatalf("%s:%d (if it is right: go test -update)\ngot  %s\nwant %s", path, i+1, gotLines[i], wantLines[i])
		}
	}
	if len(gotLines) != len(wantLines) {
		t.Errorf("%s: %d lines, want %d", path, len(gotLines), len(wantLines))
	}
}

// checkMarkup wants a page that stands alone: pictures that are XML, links that
// lead somewhere, no script, nothing from elsewhere, nothing that was not escaped.
func checkMarkup(t *testing.T, page string) {
	t.Helper()
	ids := map[string]bool{}
	for _, found := range regexp.MustCompile(`\bid="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if ids[found[1]] {
			t.Errorf("two elements are called %s", found[1])
		}
		ids[found[1]] = true
	}
	for _, found := range regexp.MustCompile(`(?:href="#|aria-labelledby=")([^"]*)"`).FindAllStringSubmatch(page, -1) {
		for name := range strings.FieldsSeq(found[1]) {
			if !ids[name] {
				t.Errorf("nothing is called %s", name)
			}
		}
	}
	pictures := regexp.MustCompile(`(?s)<svg.*?</svg>`).FindAllString(page, -1)
	if len(pictures) == 0 {
		t.Error("there is no picture")
	}
	for _, picture := range pictures {
		decoder := xml.NewDecoder(strings.NewReader(picture))
		for {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%v in %s", err, picture)
			}
		}
	}
	for _, never := range []string{"<script", "http:", "https:", "url(", "@import", "src=", "ZgotmplZ", "NaN", "Inf", "%!"} {
		if strings.Contains(page, never) {
			t.Errorf("the page has %q", never)
		}
	}
}

// A text of the database is text, whatever is in it.
func TestHostileText(t *testing.T) {
	db := fill(t)
	quoted := strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(hostile)
	db.Exec(`INSERT INTO model.runs SELECT * REPLACE (8 AS run_id, '` + quoted + `' AS target, '` + quoted + `' AS app_version) FROM model.runs`)
	db.Exec("INSERT INTO model.approvals SELECT * REPLACE (8 AS run_id) FROM model.approvals")
	db.Exec(`INSERT INTO model.terms SELECT * REPLACE (8 AS run_id) FROM model.terms`)
	db.Exec(`INSERT INTO model.metrics SELECT * REPLACE (8 AS run_id, if(group_name = 'sex', '` + quoted + `', group_name) AS group_name) FROM model.metrics`)
	page := write(t, db, modelpage.Request{Target: hostile, Class: "doubled"}, modelpage.English)
	checkMarkup(t, page)
	if n := strings.Count(page, "alert("); n < 5 {
		t.Errorf("the text is there %d times, want it in title, level, pair, group and run", n)
	}
}

func TestOtherClass(t *testing.T) {
	db := fill(t)
	db.Exec(`INSERT INTO model.terms SELECT * REPLACE ('special_housing' AS class) FROM model.terms WHERE term IN ('age_years', 'intercept')`)
	asClass := write(t, db, modelpage.Request{Target: "need_doubled", Class: "special_housing"}, modelpage.Swedish)
	asTarget := write(t, db, modelpage.Request{Target: "special_housing"}, modelpage.Swedish)
	if asClass != asTarget {
		t.Error("a class with a target of its own is another page than the target")
	}
	if !strings.Contains(asTarget, "0,600 (0,500–0,700)") || strings.Contains(asTarget, "0,870") || strings.Contains(asTarget, "för bra för att vara sant") {
		t.Error("the page has metrics or alerts of another outcome")
	}
	all, err := modelpage.Read(t.Context(), db.Conn(clickhouse.Analyst), modelpage.Request{})
	if err != nil {
		t.Fatal(err)
	}
	if sections, n := all.Counts(); sections != 2 || n != 7 {
		t.Errorf("%d sections, %d terms", sections, n)
	}
}

// A name of the rows' own families must not be missing from the page.
func TestKinHaveNames(t *testing.T) {
	db := chtest.New(t)
	for _, row := range db.Query("SELECT family FROM core.risk_terms GROUP BY family HAVING count() > 1") {
		if !modelpage.NamesFamily(row[0]) {
			t.Errorf("the family %s of core.risk_terms has no name", row[0])
		}
	}
}

func TestNothingToShow(t *testing.T) {
	db := chtest.New(t)
	analyst := db.Conn(clickhouse.Analyst)
	for _, test := range []struct {
		request modelpage.Request
		want    error
		text    string
	}{
		{modelpage.Request{}, modelpage.ErrNoRun, "framsyn job run fit"},
		{modelpage.Request{Target: "need_doubled"}, modelpage.ErrNoRun, `target "need_doubled"`},
		{modelpage.Request{Target: "luck"}, modelpage.ErrUnknown, `target "luck": not known; the targets are`},
	} {
		if _, err := modelpage.Read(t.Context(), analyst, test.request); !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.text) {
			t.Errorf("%+v: %v", test.request, err)
		}
	}
	db.Exec(run)
	if _, err := modelpage.Read(t.Context(), analyst, modelpage.Request{Target: "need_doubled", Class: "luck"}); !errors.Is(err, modelpage.ErrUnknown) || !strings.Contains(err.Error(), "run_id = 7") {
		t.Error(err)
	}
}
