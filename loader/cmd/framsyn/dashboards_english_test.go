package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/dashboards"
	"github.com/framsyn/framsyn/sql/queries"
)

// swedish tells whether a text has what no English word has; KVÅ is a name.
func swedish(text string) bool {
	return strings.ContainsAny(strings.ReplaceAll(text, "KVÅ", ""), "åäöÅÄÖ") || strings.HasPrefix(text, "suffix: tim")
}

// keepsNames tells which columns have names of places, terms of the Swedish ICF, or a
// pair in the other language, which the dashboard hides.
func keepsNames(column string) bool {
	return slices.Contains([]string{"area_name", "level_name", "group_title", "compared_with", "areas", "term"}, column) || strings.HasSuffix(column, "_sv")
}

func TestDashboardsAreWritten(t *testing.T) {
	for language, want := range map[string]string{"en": "Leaders' overview", "sv": "Ledningens översikt"} {
		folder := filepath.Join(t.TempDir(), "dashboards")
		if code, _, stderr := call(t, "dashboards", "--language", language, "--out", folder); code != 0 {
			t.Fatalf("exit %d: %s", code, stderr)
		}
		written, err := os.ReadFile(filepath.Join(folder, "ledning.json"))
		if err != nil || !strings.Contains(string(written), want) {
			t.Errorf("%s: %v, without %q", language, err, want)
		}
	}
}

// checkEnglishDashboards asks every query of the English dashboards once, as the
// first role that each is for: what comes to be read is in English.
func checkEnglishDashboards(t *testing.T, url string) {
	t.Helper()
	all, err := dashboards.In(dashboards.English)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := queries.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for _, d := range all {
		a := asker{t, url, dashboards.Audience()[d.File][0]}
		variables, _ := a.variables(d)
		for _, p := range d.Panels {
			for _, target := range p.Targets {
				if key := fmt.Sprint(a.role, target, variables); !asked[key] {
					asked[key] = true
					query, _ := catalogue.Get(target.Name)
					a.checkEnglish(d.File+", "+p.Title, query, target, variables)
				}
			}
		}
	}
	t.Logf("%d queries asked in English", len(asked))
}

func (a asker) checkEnglish(where string, query queries.Query, target dashboards.Target, variables map[string][]string) {
	a.t.Helper()
	fields, _, fault := a.frame(target, variables)
	if fault != "" {
		a.t.Errorf("%s: %s: %s", where, target.Name, fault)
		return
	}
	isOfPlaces := slices.ContainsFunc(query.Columns, func(c queries.Column) bool { return c.Name == "area_name" }) // then series are named by them
	for _, f := range fields {
		if swedish(f.Config.Unit) || !isOfPlaces && !keepsNames(f.Name) && swedish(f.Name+f.Config.Title) {
			a.t.Errorf("%s: %s gives %s with the title %q and the unit %q", where, target.Name, f.Name, f.Config.Title, f.Config.Unit)
		}
		for _, value := range f.Values {
			if text, ok := value.(string); ok && !keepsNames(f.Name) && swedish(text) {
				a.t.Errorf("%s: %s gives %q in %s", where, target.Name, text, f.Name)
				break
			}
		}
	}
}
