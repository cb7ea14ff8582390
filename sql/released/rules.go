package released

import (
	"bytes"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed released.yaml
var shipped []byte

// Rule says how an object is released.
type Rule struct {
	Area  string          `yaml:"area"`  // column with the area; empty where rows are of no area
	Scope []string        `yaml:"scope"` // columns with kind and id of the scope; none where rows are of none
	Slice []string        `yaml:"slice"` // the other columns that make a cell
	Where string          `yaml:"where"` // rows that are released at all; empty for all
	Cells map[string]Cell `yaml:"cells"` // by the column that counts persons
}

// Cell is what a count of persons counts for; it is hidden with the count.
type Cell struct {
	Hours  []string `yaml:"hours"`  // rounded as counts are
	Shares []string `yaml:"shares"` // rounded to whole per cent
	Others []string `yaml:"others"` // not rounded
}

// columns are all columns of a cell but the count.
func (c Cell) columns() []string { return slices.Concat(c.Hours, c.Shares, c.Others) }

// Rules returns the rules by object, <database>.<name>.
func Rules() (map[string]Rule, error) {
	var rules map[string]Rule
	if err := yaml.NewDecoder(bytes.NewReader(shipped), yaml.Strict()).Decode(&rules); err != nil {
		return nil, fmt.Errorf("released.yaml: %w", err)
	}
	taken := map[string]string{}
	for _, object := range slices.Sorted(maps.Keys(rules)) {
		name := nameOf(object)
		if other, ok := taken[name]; ok {
			return nil, fmt.Errorf("released.yaml: %s and %s would both be released.%s", other, object, name)
		}
		taken[name] = object
		if rule := rules[object]; len(rule.Scope) != 0 && len(rule.Scope) != 2 || rule.Area != "" && len(rule.Scope) > 0 {
			return nil, fmt.Errorf("released.yaml: %s: want area, or scope with two columns, or neither", object)
		}
	}
	return rules, nil
}

// nameOf is the name of an object in the database released.
func nameOf(object string) string {
	_, name, _ := strings.Cut(object, ".")
	return name
}
