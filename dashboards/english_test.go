package dashboards

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// translations are the table as a map and its texts in the order of the file.
func translations(t *testing.T) (english map[string]string, order []string) {
	t.Helper()
	var lines yaml.MapSlice
	if err := yaml.Unmarshal(table, &english); err != nil { // a text that stands twice is an error
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(table, &lines); err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		order = append(order, line.Key.(string))
	}
	return english, order
}

// Texts names every text without a translation; here every translation must have a
// dashboard, and stand with the first that uses it.
func TestEachTranslationIsUsedAndInItsPlace(t *testing.T) {
	if _, err := Texts(English); err != nil {
		t.Fatal(err)
	}
	english, order := translations(t)
	first := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(Audience())) {
		content, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		one := translator{file: name, english: english, used: map[string]bool{}}
		if _, err := one.translate(content); err != nil {
			t.Fatal(err)
		}
		for text := range one.used {
			if first[text] == "" {
				first[text] = name
			}
		}
	}
	before := ""
	for _, text := range order {
		switch {
		case first[text] == "":
			t.Errorf("english.yaml: no dashboard has %q", text)
		case first[text] < before:
			t.Errorf("english.yaml: %q belongs to %s, before those of %s", text, first[text], before)
		default:
			before = first[text]
		}
	}
}

// swedish is what English has not; words are what a code has not.
var (
	swedish = regexp.MustCompile(`[åäöÅÄÖ]`)
	words   = regexp.MustCompile(`[åäöÅÄÖ]|\pL \pL|^\p{Lu}\p{Ll}`)
)

// icons are named with a blank.
var icons = []string{"external link"}

// Every word of a file stands at a place that fields lists; and what stands at such a
// place in the English one is English.
func TestEveryWordIsTranslated(t *testing.T) {
	for _, language := range []string{Swedish, English} {
		texts, err := Texts(language)
		if err != nil {
			t.Fatal(err)
		}
		for name, content := range texts {
			var dashboard any
			if err := json.Unmarshal(content, &dashboard); err != nil {
				t.Fatal(err)
			}
			eachString(nil, dashboard, func(place []string, value string) {
				switch {
				case kindOf(place) == code && words.MatchString(value) && !slices.Contains(icons, value):
					t.Errorf("%s: %q at %s looks like a text: if it is, add the place to fields", name, value, strings.Join(place, "/"))
				case language == English && swedish.MatchString(strings.ReplaceAll(value, "KVÅ", "")):
					t.Errorf("%s: %q at %s is Swedish", name, value, strings.Join(place, "/"))
				}
			})
		}
	}
}

func eachString(place []string, value any, do func(place []string, value string)) {
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			eachString(append(slices.Clip(place), key), member, do)
		}
	case []any:
		for _, member := range value {
			eachString(append(slices.Clip(place), nameOf(member)), member, do)
		}
	case string:
		do(place, value)
	}
}

// small is a dashboard with a text at each kind of place.
const small = `{"uid": "framsyn-x", "title": "Läget", "tags": ["framsyn"], "id": 12345678901234567,
	"links": [{"type": "dashboards", "title": "Fler", "tags": ["framsyn"], "url": ""}],
	"templating": {"list": [
		{"type": "query", "label": "Område", "query": {"name": "areas"}, "current": {"text": ["Alla"], "value": ["$__all"]}},
		{"type": "custom", "label": "Mål", "query": "Mål : a, 12 : b"}]},
	"panels": [{"id": 1, "type": "table", "title": "Läget", "targets": [{"name": "trends"}], "options": {"xField": "reason_sv"},
		"links": [{"title": "Fler", "url": "/d/framsyn-y"}, {"title": "Fler", "url": "/a/framsyn-care-app/urval?a=${__data.fields.x}"}],
		"fieldConfig": {"defaults": {"unit": "suffix: tim", "noValue": "–"}, "overrides": [
			{"matcher": {"id": "byName", "options": "reason_en"}, "properties": [{"id": "displayName", "value": "Mål"}, {"id": "unit", "value": "percentunit"}, {"id": "mappings", "value": [
				{"type": "value", "options": {"a": {"text": "Mål", "index": 0}}}, {"type": "regex", "options": {"pattern": "(.*)", "result": {"text": "$1"}}}]}]}]}}]}`

func TestADashboardInEnglish(t *testing.T) {
	english := map[string]string{"Läget": "Where things stand", "Fler": "More", "Område": "Area", "Mål": "Target", "Alla": "All", "suffix: tim": "suffix: h"}
	one := translator{file: "x.json", english: english}
	got, err := one.translate([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer(
		`"framsyn-x"`, `"framsyn-x-en"`, `"framsyn"`, `"framsyn-english"`, `"/d/framsyn-y"`, `"/d/framsyn-y-en"`, `reason_sv`, `reason_en`, `reason_en`, `reason_sv`,
		`{"name": "areas"}`, `{"name": "areas", "language": "en"}`, `{"name": "trends"}`, `{"name": "trends", "language": "en"}`,
		"Läget", "Where things stand", "Fler", "More", "Område", "Area", "Mål", "Target", "Alla", "All", "suffix: tim", "suffix: h",
	).Replace(small)
	var a, b any
	if err := json.Unmarshal(got, &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatal(err)
	}
	if x, _ := json.Marshal(a); string(x) != mustMarshal(t, b) || !strings.Contains(string(got), "12345678901234567") {
		t.Errorf("got %s\nwant %s", x, mustMarshal(t, b))
	}
}

func mustMarshal(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A missing translation is named with its dashboard and panel, all of them at once.
func TestWhatIsMissingIsNamed(t *testing.T) {
	one := translator{file: "x.json", english: map[string]string{"Läget": "Where things stand", "Område": "Area", "Alla": "All", "Fler": "More"}}
	_, err := one.translate([]byte(small))
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{`x.json, Läget: "Mål" is not in dashboards/english.yaml`, `x.json, Läget: "suffix: tim" is not`, `x.json: "Mål" is not`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nlacks %s", err, want)
		}
	}
	for text, want := range map[string]string{
		`{"uid": "framsyn-a-name-that-is-rather-long-already"}`:           "more than 40 characters",
		`{"templating": {"list": [{"type": "custom", "query": "Fler"}]}}`: "write text : value",
		`{`: "x.json",
	} {
		if _, err := (&translator{file: "x.json"}).translate([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := Texts("fi"); err == nil || !strings.Contains(err.Error(), "choose sv or en") {
		t.Errorf("%v", err)
	}
}

func TestWriteMakesTheFolder(t *testing.T) {
	folder := t.TempDir() + "/a/b"
	for range 2 { // again in the folder that is there
		if err := Write(folder, English); err != nil {
			t.Fatal(err)
		}
	}
	written, err := fs.Glob(os.DirFS(folder), "*.json")
	if err != nil || len(written) != len(Audience()) {
		t.Errorf("%v, %v", written, err)
	}
}
