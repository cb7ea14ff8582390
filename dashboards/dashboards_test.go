package dashboards

import (
	"encoding/json"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/framsyn/framsyn/sql/queries"
)

// all are the dashboards in every language.
func all(t *testing.T) []Dashboard {
	t.Helper()
	swedish, err := In(Swedish)
	if err != nil {
		t.Fatal(err)
	}
	english, err := In(English)
	if err != nil {
		t.Fatal(err)
	}
	return append(swedish, english...)
}

// embedded is read once for all tests.
var embedded = sync.OnceValues(queries.Embedded)

func catalogue(t *testing.T) queries.Catalogue {
	t.Helper()
	found, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestEachFileHasAnAudience(t *testing.T) {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if len(Audience()[name]) == 0 {
			t.Errorf("%s: Audience does not say whom it is for", name)
		}
	}
	if len(names) != len(Audience()) {
		t.Errorf("%d files, %d audiences", len(names), len(Audience()))
	}
}

func TestDashboardsAreWhatGrafanaReads(t *testing.T) {
	uids := map[string]bool{}
	suffixes := map[string]string{English: "-en"}
	tags := map[string]string{Swedish: "framsyn", English: "framsyn-english"}
	for _, d := range all(t) {
		if d.UID != "framsyn-"+strings.TrimSuffix(d.File, ".json")+suffixes[d.Language] || uids[d.UID] || len(d.UID) > maxUID {
			t.Errorf("%s: uid %q", d.File, d.UID)
		}
		uids[d.UID] = true
		if d.Title == "" || len(d.Description) < 40 || d.SchemaVersion != 41 || d.Revision < 1 || d.Editable || d.Time.From == "" || d.Time.To == "" {
			t.Errorf("%s: title %q, description %q, schema %d, revision %d, editable %t, time %v", d.File, d.Title, d.Description, d.SchemaVersion, d.Revision, d.Editable, d.Time)
		}
		for language, tag := range tags { // by which the dashboards of a language link to each other
			if slices.Contains(d.Tags, tag) != (language == d.Language) {
				t.Errorf("%s in %s has the tags %v", d.File, d.Language, d.Tags)
			}
		}
		checkLayout(t, d)
	}
}

// checkLayout wants unique ids, and panels that lie beside each other.
func checkLayout(t *testing.T, d Dashboard) {
	t.Helper()
	ids := map[int]bool{}
	taken := map[[2]int]string{}
	if d.Panels[0].Type != "row" {
		t.Errorf("%s does not begin with a heading", d.File)
	}
	for _, p := range d.Panels {
		if p.ID < 1 || ids[p.ID] {
			t.Errorf("%s, %s: id %d", d.File, p.Title, p.ID)
		}
		ids[p.ID] = true
		at := p.Position
		if at.W < 4 || at.H < 1 || at.X < 0 || at.X+at.W > 24 {
			t.Errorf("%s, %s: position %+v", d.File, p.Title, at)
		}
		for x := at.X; x < at.X+at.W; x++ {
			for y := at.Y; y < at.Y+at.H; y++ {
				if other, ok := taken[[2]int{x, y}]; ok {
					t.Fatalf("%s: %s lies on %s", d.File, p.Title, other)
				}
				taken[[2]int{x, y}] = p.Title
			}
		}
	}
}

// measures are words of units, one of which each description has.
var measures = map[string]*regexp.Regexp{
	Swedish: regexp.MustCompile(`(?i)antal|timmar|procent|andel|kvot|kronor|dag|minuter|sekunder|årsarbetare|byte|MASE|AUC|PSI|p-värde|mått utan enhet|månad`),
	English: regexp.MustCompile(`(?i)number|hours|per cent|share|ratio|SEK|day|minutes|seconds|full-time|byte|MASE|AUC|PSI|p-value|without a unit|month`),
}

func TestPanelsSayWhatTheyShow(t *testing.T) {
	for _, d := range all(t) {
		for _, p := range d.Panels {
			if p.Type == "row" {
				continue
			}
			if len(p.Description) < 25 || !measures[d.Language].MatchString(p.Description) {
				t.Errorf("%s, %s: the description does not say what is measured and in what unit: %q", d.File, p.Title, p.Description)
			}
			if p.FieldConfig.Defaults.NoValue == "" {
				t.Errorf("%s, %s: no text for what is missing", d.File, p.Title)
			}
			if p.Type != "table" && p.FieldConfig.Defaults.Unit == "" {
				t.Errorf("%s, %s: no unit", d.File, p.Title)
			}
			if !slices.Contains([]string{"stat", "timeseries", "barchart", "table"}, p.Type) {
				t.Errorf("%s, %s: a panel of the type %s", d.File, p.Title, p.Type)
			}
			for _, link := range p.Links {
				checkLink(t, d, p.Title, link)
			}
			for _, o := range p.FieldConfig.Overrides {
				checkOverride(t, d, p, o)
			}
		}
	}
}

// pages are where links may lead: pages of the app, and other dashboards.
var pages = regexp.MustCompile(`^(/a/framsyn-care-app/(oversikt|urval|prognos|uppfoljning)(\?(\w+=\w+&)?\w+=(area:)?\$\{__data\.fields\.\w+:percentencode\})?|/a/framsyn-care-app/individ/\$\{__data\.fields\.client_id\}|/d/(framsyn-[\w-]+))$`)

// named finds the field that a data link names.
var named = regexp.MustCompile(`\$\{__data\.fields\.(\w+)`)

func checkLink(t *testing.T, d Dashboard, title string, link Link) {
	t.Helper()
	found := pages.FindStringSubmatch(link.URL)
	if link.Title == "" || found == nil {
		t.Errorf("%s, %s: link %+v", d.File, title, link)
		return
	}
	uid := found[len(found)-1]
	if uid != "" && !slices.ContainsFunc(all(t), func(to Dashboard) bool { return to.UID == uid && to.Language == d.Language }) {
		t.Errorf("%s in %s, %s: there is no dashboard %s in that language", d.File, d.Language, title, uid)
	}
}

// checkOverride wants overrides of columns that the query has, and data links whose
// fields are there.
func checkOverride(t *testing.T, d Dashboard, p Panel, o Override) {
	t.Helper()
	columns := map[string]bool{}
	for _, target := range p.Targets {
		query, _ := catalogue(t).Get(target.Name)
		for _, column := range query.Columns {
			columns[column.Name] = true
		}
	}
	if o.Matcher.ID != "byName" || !columns[o.Matcher.Options] {
		t.Errorf("%s, %s: an override of %s, which the query does not give", d.File, p.Title, o.Matcher.Options)
	}
	for _, property := range o.Properties {
		if property.ID != "links" {
			continue
		}
		var links []Link
		if err := json.Unmarshal(property.Value, &links); err != nil {
			t.Fatal(err)
		}
		for _, link := range links {
			checkLink(t, d, p.Title, link)
			if found := named.FindStringSubmatch(link.URL); found != nil && !columns[found[1]] {
				t.Errorf("%s, %s: the link names %s, which the query does not give", d.File, p.Title, found[1])
			}
		}
	}
}

// variable finds $name in a parameter.
var variable = regexp.MustCompile(`^\$(\w+)$`)

func TestPanelsAskNamedQueriesThatTheirAudienceMay(t *testing.T) {
	known := catalogue(t)
	for _, d := range all(t) {
		variables := map[string]bool{}
		for _, v := range d.Templating.List {
			variables[v.Name] = true
			if v.Label == "" {
				t.Errorf("%s: variable %s has no label", d.File, v.Name)
			}
			if v.Type != "query" {
				continue
			}
			target, err := v.Target()
			if err != nil {
				t.Fatal(err)
			}
			if target.Language != d.Language {
				t.Errorf("%s in %s: the variable %s asks in %q", d.File, d.Language, v.Name, target.Language)
			}
			checkTarget(t, known, d, "variable "+v.Name, target, variables)
		}
		used := map[string]bool{}
		for _, p := range d.Panels {
			for _, target := range p.Targets {
				checkTarget(t, known, d, p.Title, target, variables)
				for _, value := range target.Parameters {
					if text, ok := value.(string); ok && variable.MatchString(text) {
						used[text[1:]] = true
					}
				}
			}
			if p.Type != "row" && len(p.Targets) == 0 {
				t.Errorf("%s, %s: asks nothing", d.File, p.Title)
			}
		}
		for name := range variables {
			if !used[name] {
				t.Errorf("%s: no panel uses the variable %s", d.File, name)
			}
		}
	}
}

func checkTarget(t *testing.T, known queries.Catalogue, d Dashboard, where string, target Target, variables map[string]bool) {
	t.Helper()
	query, ok := known.Get(target.Name)
	if !ok || target.Kind != "named" {
		t.Errorf("%s, %s: there is no named query %q", d.File, where, target.Name)
		return
	}
	for _, role := range Audience()[d.File] {
		if !query.MayRun(role) {
			t.Errorf("%s, %s: %s may not run %s", d.File, where, role, target.Name)
		}
	}
	for name, value := range target.Parameters {
		if _, ok := query.Parameter(name); !ok {
			t.Errorf("%s, %s: %s has no parameter %s", d.File, where, target.Name, name)
		}
		if text, ok := value.(string); ok {
			if found := variable.FindStringSubmatch(text); found != nil && !variables[found[1]] {
				t.Errorf("%s, %s: there is no variable %s", d.File, where, text)
			}
		}
	}
}

// What leaders see comes from aggregates: no query of theirs gives clients or
// officers one by one.
func TestLeadersSeeNoSinglePersons(t *testing.T) {
	known := catalogue(t)
	for _, d := range all(t) {
		if !slices.Contains(Audience()[d.File], queries.Leader) {
			continue
		}
		for _, p := range d.Panels {
			for _, target := range p.Targets {
				query, _ := known.Get(target.Name)
				for _, column := range query.Columns {
					if column.Name == "client_id" || column.Name == "officer_id" {
						t.Errorf("%s, %s: %s gives %s", d.File, p.Title, target.Name, column.Name)
					}
				}
			}
		}
	}
}

func TestNothingElseIsAsked(t *testing.T) {
	for _, d := range all(t) {
		text, err := fs.ReadFile(files, d.File)
		if err != nil {
			t.Fatal(err)
		}
		for _, forbidden := range []string{"rawSql", `"type": "text"`, "http://", "https://"} {
			if strings.Contains(string(text), forbidden) {
				t.Errorf("%s holds %s", d.File, forbidden)
			}
		}
		for _, p := range d.Panels {
			for _, target := range p.Targets {
				if target.Datasource != (Source{Type: "framsyn-care-datasource", UID: "framsyn"}) {
					t.Errorf("%s, %s: data source %+v", d.File, p.Title, target.Datasource)
				}
				if target.Language != d.Language {
					t.Errorf("%s in %s, %s: asks in %q", d.File, d.Language, p.Title, target.Language)
				}
			}
		}
	}
}

// The app lists each dashboard in Swedish, so that Grafana imports it with the app.
func TestTheAppIncludesThem(t *testing.T) {
	text, err := os.ReadFile("../grafana-plugin/src/plugin.json")
	if err != nil {
		t.Fatal(err)
	}
	var plugin struct {
		Includes []struct{ Type, Name, Path, UID string }
	}
	if err := json.Unmarshal(text, &plugin); err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{}
	for _, include := range plugin.Includes {
		if include.Type == "dashboard" {
			listed[include.Path] = include.Name + " " + include.UID
		}
	}
	swedish, err := All()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range swedish {
		if path := "dashboards/" + d.File; listed[path] != d.Title+" "+d.UID {
			t.Errorf("plugin.json lists %s as %q, want %q", path, listed[path], d.Title+" "+d.UID)
		}
	}
	if len(listed) != len(swedish) {
		t.Errorf("plugin.json lists %d dashboards", len(listed))
	}
}
