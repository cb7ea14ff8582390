package plugin

import (
	"errors"
	"slices"
	"testing"

	"github.com/framsyn/framsyn/sql/queries"
)

func TestModel(t *testing.T) {
	model, err := parseModel([]byte(`{"refId": "A", "rawSql": "SELECT 1", "variables": {"a": "x", "b": [1, 2.5, true, "y", null], "c": 18446744073709551615, "d": null}, "language": "de", "datasource": {"uid": "x"}}`))
	if err != nil || model.Kind != kindSQL || model.Language != "sv" {
		t.Fatalf("%+v, %v", model, err)
	}
	for name, want := range map[string]Values{"a": {"x"}, "b": {"1", "2.5", "true", "y"}, "c": {"18446744073709551615"}, "d": {}} {
		if !slices.Equal(model.Variables[name], want) {
			t.Errorf("%s is %v, want %v", name, model.Variables[name], want)
		}
	}
	for _, bad := range []string{``, `[]`, `{"variables": {"a": {"b": 1}}}`, `{"kind": "named"}`, `{"kind": "sql"}`, `{"rawSql": "x", "maxRows": -1}`, `{"rawSql": "x", "format": "logs"}`} {
		_, err := parseModel([]byte(bad))
		if _, ok := errors.AsType[*fault](err); !ok {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestVariableIn(t *testing.T) {
	for value, want := range map[string]string{"$area": "area", "${area}": "area", "${area:csv}": "area", "area": "", "$": "", "${}": "", "$a b": "", "${a": "", "x$a": ""} {
		if name, ok := variableIn(value); name != want && ok || ok != (want != "") {
			t.Errorf("%q: %q, %v", value, name, ok)
		}
	}
}

// Any JSON is read or refused with a fault of its author's.
func FuzzModel(f *testing.F) {
	for _, seed := range []string{`{}`, `{"name": "client", "parameters": {"client": "$c"}, "variables": {"c": [1]}}`, `{"rawSql": "SELECT 1", "adHocFilters": [{"key": "a"}]}`, `{"parameters": {"client": {"a": []}}}`} {
		f.Add([]byte(seed))
	}
	query := queries.Query{Name: "client", Parameters: []queries.Parameter{{Name: "client", Type: "UInt64"}, {Name: "areas", Type: "Array(String)", Default: []byte("[]")}}}
	f.Fuzz(func(t *testing.T, text []byte) {
		model, err := parseModel(text)
		if err == nil {
			_, err = model.parameters(query)
		}
		if _, ok := errors.AsType[*fault](err); err != nil && !ok {
			t.Errorf("%s: %v", text, err)
		}
	})
}
