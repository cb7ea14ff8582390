package dashboards

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"
)

// The languages that there are dashboards in. The files are in Swedish; the others
// are made of them when they are asked for, so that they cannot grow old.
const (
	Swedish = "sv"
	English = "en"
)

// What an English dashboard has after the uid of the Swedish one, and the tag by which
// the English ones lead to each other.
const (
	englishSuffix = "-en"
	swedishTag    = "framsyn"
	englishTag    = "framsyn-english"
)

// maxUID is Grafana's longest uid.
const maxUID = 40

// table is what each text is in English.
//
//go:embed english.yaml
var table []byte

// Texts returns the files of the dashboards in a language, by name.
func Texts(language string) (map[string][]byte, error) {
	var english map[string]string
	switch language {
	case Swedish:
	case English:
		if err := yaml.Unmarshal(table, &english); err != nil {
			return nil, fmt.Errorf("english.yaml: %w", err)
		}
	default:
		return nil, fmt.Errorf("there are no dashboards in %q: choose %s or %s", language, Swedish, English)
	}
	found := map[string][]byte{}
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(Audience())) {
		content, err := fs.ReadFile(files, name)
		if err == nil && language == English {
			t := translator{file: name, english: english}
			content, err = t.translate(content)
		}
		found[name] = content
		faults = append(faults, err)
	}
	return found, errors.Join(faults...)
}

// Write writes the dashboards in a language to a folder, which it makes: for
// Grafana's provisioning, which may run as another user.
func Write(folder, language string) error {
	found, err := Texts(language)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for name, content := range found {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// translator makes a dashboard English.
type translator struct {
	file    string
	english map[string]string // by Swedish text
	used    map[string]bool   // texts that were met; nil where nobody asks
	panel   string            // where it is
	faults  []error
}

func (t *translator) translate(content []byte) ([]byte, error) {
	var dashboard any
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if err := decoder.Decode(&dashboard); err != nil {
		return nil, fmt.Errorf("%s: %w", t.file, err)
	}
	dashboard = t.walk(nil, dashboard)
	if err := errors.Join(t.faults...); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(dashboard)
	return out.Bytes(), err
}

// walk translates what stands at a place, and all below it.
func (t *translator) walk(place []string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		if fits([]string{"panels", "*"}, place) {
			t.panel, _ = value["title"].(string)
		}
		for _, key := range slices.Sorted(maps.Keys(value)) {
			value[key] = t.walk(append(slices.Clip(place), key), value[key])
		}
		if fits([]string{"panels", "*"}, place) {
			t.panel = ""
		}
		if isQuery(place) {
			value["language"] = English
		}
		return value
	case []any:
		for i, member := range value {
			value[i] = t.walk(append(slices.Clip(place), nameOf(member)), member)
		}
		return value
	case string:
		return t.write(kindOf(place), value)
	}
	return value
}

// pair finds a column that there is in both languages, toDashboard an address of a
// dashboard.
func pair() *regexp.Regexp        { return regexp.MustCompile(`^(\w+)_(sv|en)$`) }
func toDashboard() *regexp.Regexp { return regexp.MustCompile(`^/d/framsyn-\w+`) }

func (t *translator) write(kind kind, value string) string {
	switch kind {
	case text:
		return t.look(value)
	case unit:
		if strings.HasPrefix(value, "suffix:") || strings.HasPrefix(value, "prefix:") {
			return t.look(value)
		}
	case choices:
		return t.choices(value)
	case tag:
		if value == swedishTag {
			return englishTag
		}
		return t.look(value)
	case column:
		if found := pair().FindStringSubmatch(value); found != nil {
			return found[1] + "_" + map[string]string{Swedish: English, English: Swedish}[found[2]]
		}
	case address:
		return toDashboard().ReplaceAllString(value, "${0}"+englishSuffix)
	case uid:
		if len(value)+len(englishSuffix) > maxUID {
			t.fault(value, fmt.Sprintf("has more than %d characters with %s", maxUID, englishSuffix))
		}
		return value + englishSuffix
	case code:
	}
	return value
}

// look finds a text in the table; what has no letters is the same in every language.
func (t *translator) look(value string) string {
	if !strings.ContainsFunc(value, unicode.IsLetter) || strings.TrimSpace(value) == "" {
		return value
	}
	if t.used != nil {
		t.used[value] = true
	}
	english, ok := t.english[value]
	if !ok || english == "" {
		t.fault(value, "is not in dashboards/english.yaml: add it there with what it is in English")
	}
	return english
}

// choices translates the texts of a list such as "1 lätt : 1, 2 måttlig : 2".
func (t *translator) choices(list string) string {
	parts := strings.Split(list, ", ")
	for i, part := range parts {
		shown, value, ok := strings.Cut(part, " : ")
		if !ok {
			t.fault(part, "is no choice: write text : value")
			continue
		}
		parts[i] = t.look(shown) + " : " + value
	}
	return strings.Join(parts, ", ")
}

func (t *translator) fault(value, what string) {
	where := t.file
	if t.panel != "" {
		where += ", " + t.panel
	}
	t.faults = append(t.faults, fmt.Errorf("%s: %q %s", where, value, what))
}
