package plugin

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/macros"
	"github.com/framsyn/framsyn/sql/queries"
)

// The kinds of query in a model.
const (
	kindNamed = "named"
	kindSQL   = "sql"
)

// The forms of an answer.
const (
	formatTable      = "table"
	formatTimeSeries = "timeseries"
)

// Model is a query as a panel sends it. Fields not named belong to Grafana.
type Model struct {
	Kind         string            `json:"kind"`         // named or sql; by default sql where rawSql is set
	Name         string            `json:"name"`         // of the named query
	Parameters   map[string]any    `json:"parameters"`   // of the named query
	RawSQL       string            `json:"rawSql"`       //
	Format       string            `json:"format"`       // table or timeseries; by default the named query's kind, and table for SQL
	Language     string            `json:"language"`     // sv or en; sv by default
	DisplayNames *bool             `json:"displayNames"` // false keeps the columns' names
	Variables    map[string]Values `json:"variables"`    // dashboard variables
	AdHocFilters []macros.Filter   `json:"adHocFilters"` //
	Search       string            `json:"search"`       //
	Table        string            `json:"table"`        //
	Column       string            `json:"column"`       //
	MaxRows      int               `json:"maxRows"`      // below the data source's cap
	Page         string            `json:"page"`         // of the app that asks, for the access log
	Why          string            `json:"why"`          // of a client's extract of the access log, which is kept
}

// Values are the choice of a variable: in JSON a text, number or boolean, or a list
// of these.
type Values []string

// UnmarshalJSON implements [json.Unmarshaler].
func (v *Values) UnmarshalJSON(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	list, isList := value.([]any)
	if !isList {
		list = []any{value}
	}
	*v = make(Values, 0, len(list))
	for _, one := range list {
		switch one := one.(type) {
		case nil:
		case string:
			*v = append(*v, one)
		case bool:
			*v = append(*v, strconv.FormatBool(one))
		case json.Number:
			*v = append(*v, one.String())
		default:
			return fmt.Errorf("a variable has texts, numbers and booleans as values, not %T", one)
		}
	}
	return nil
}

// parseModel reads a query.
func parseModel(text json.RawMessage) (Model, error) {
	model := Model{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&model); err != nil {
		return Model{Language: "sv"}, &fault{Text: queries.Text{SV: "Frågan går inte att läsa: " + err.Error(), EN: "The query cannot be read: " + err.Error()}}
	}
	if model.Language != "en" {
		model.Language = "sv"
	}
	if model.Kind == "" {
		model.Kind = kindNamed
		if model.RawSQL != "" {
			model.Kind = kindSQL
		}
	}
	return model, model.validate()
}

// fault is something wrong in a query that its author can put right.
type fault struct {
	Text   queries.Text
	access bool // it is not allowed, rather than wrong
}

func (f *fault) Error() string { return f.Text.EN }

func (m *Model) validate() error {
	switch {
	case m.Kind != kindNamed && m.Kind != kindSQL:
		return &fault{Text: queries.Text{SV: fmt.Sprintf("kind är %q: named eller sql.", m.Kind), EN: fmt.Sprintf("kind is %q: want named or sql.", m.Kind)}}
	case m.Format != "" && m.Format != formatTable && m.Format != formatTimeSeries:
		return &fault{Text: queries.Text{SV: fmt.Sprintf("format är %q: table eller timeseries.", m.Format), EN: fmt.Sprintf("format is %q: want table or timeseries.", m.Format)}}
	case m.Kind == kindNamed && m.Name == "":
		return &fault{Text: queries.Text{SV: "Välj en fråga ur katalogen.", EN: "Choose a query from the catalogue."}}
	case m.Kind == kindSQL && strings.TrimSpace(m.RawSQL) == "":
		return &fault{Text: queries.Text{SV: "Skriv en SQL-sats.", EN: "Write SQL."}}
	case m.MaxRows < 0:
		return &fault{Text: queries.Text{SV: "maxRows är negativt.", EN: "maxRows is negative."}}
	}
	return nil
}

// variables returns the variables as package macros takes them.
func (m *Model) variables() map[string][]string {
	variables := make(map[string][]string, len(m.Variables))
	for name, values := range m.Variables {
		variables[name] = values
	}
	return variables
}

// parameters gives each parameter of a named query its value: the one sent, where
// that is $name the variable's, else the default.
func (m *Model) parameters(query queries.Query) (map[string]any, error) {
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(m.Parameters)) {
		if _, ok := query.Parameter(name); !ok {
			faults = append(faults, &fault{Text: queries.Text{
				SV: fmt.Sprintf("Frågan %s har ingen parameter %s.", query.Name, name), EN: fmt.Sprintf("The query %s has no parameter %s.", query.Name, name),
			}})
		}
	}
	values := map[string]any{}
	for _, parameter := range query.Parameters {
		value, ok := m.parameter(parameter)
		if !ok {
			faults = append(faults, &fault{Text: queries.Text{
				SV: fmt.Sprintf("Frågan %s behöver parametern %s: %s", query.Name, parameter.Name, parameter.Meaning.SV),
				EN: fmt.Sprintf("The query %s needs the parameter %s: %s", query.Name, parameter.Name, parameter.Meaning.EN),
			}})
			continue
		}
		values[parameter.Name] = value
	}
	return values, errors.Join(faults...)
}

func (m *Model) parameter(parameter queries.Parameter) (value any, ok bool) {
	value, ok = m.Parameters[parameter.Name]
	if name, isVariable := variableIn(value); ok && isVariable {
		var values Values
		if values, ok = m.Variables[name]; ok {
			value = []string(values)
			ok = len(values) > 0 && values[0] != "$__all"
		}
	}
	if ok && value != nil && value != "" {
		return value, true
	}
	if parameter.Default == nil {
		return value, ok && value != nil && value != ""
	}
	return parameter.Value(), true
}

// variableIn returns the name in $name or ${name}.
func variableIn(value any) (string, bool) {
	text, ok := value.(string)
	if !ok {
		return "", false
	}
	name, ok := strings.CutPrefix(text, "$")
	if inner, isBraced := strings.CutPrefix(name, "{"); isBraced {
		name, ok = strings.CutSuffix(inner, "}")
		name, _, _ = strings.Cut(name, ":")
	}
	for _, r := range name {
		if r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return "", false
		}
	}
	return name, ok && name != ""
}
