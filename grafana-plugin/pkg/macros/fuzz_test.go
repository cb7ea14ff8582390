package macros

import (
	"context"
	"errors"
	"strings"
	"testing"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// seeds are values that have broken quoting somewhere.
func seeds() []string {
	return []string{
		"", "a", "'", `\`, `\'`, `\\'`, "''", "`", `"`, "å ä ö Å Ä Ö é ß", "a.b.c", "$$", "$$__timeFilter(x)", "$__all", "$area", "${area}", "{x:String}",
		"--", "/*", "*/", ";", "'; DROP TABLE core.clients; --", `\' OR 1=1 --`, "\x00", "\n\t\r", "%", "_", "😀", "\xff\xfe", strings.Repeat("'", 99), "NULL", `\N`, "[]", "']", "1e308",
	}
}

// Whatever a reader chooses, the text that the database runs is the same.
func FuzzValuesAreNeverText(f *testing.F) {
	for _, seed := range seeds() {
		f.Add(seed, seed)
	}
	const text = "SELECT $v, ${w:csv}, {v:String}, x ILIKE $__searchFilter, $__selection($v) FROM t WHERE $__conditionalAll(a = $v, $v) AND $__areas(area_id) AND $__adHocFilters('mart.candidates')"
	expand := func(ctx context.Context, v, w string) (Expanded, error) {
		s := scope()
		s.Variables = map[string][]string{"v": {"x" + v}, "w": {w, v}}
		s.Search, s.Areas = v, []string{v, w}
		s.Filters = []Filter{{Key: "area_id", Operator: "=", Value: "x" + v}, {Key: "area_name", Operator: "=|", Values: []string{v, w}}, {Key: "area_name", Operator: "!~", Value: w}}
		return Expand(ctx, text, s)
	}
	want, err := expand(f.Context(), "a", "b")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, v, w string) {
		got, err := expand(t.Context(), v, w)
		if err != nil {
			t.Fatalf("%q, %q: %v", v, w, err)
		}
		if got.SQL != want.SQL {
			t.Errorf("%q, %q got into the text:\n%s", v, w, got.SQL)
		}
	})
}

// A table or column name is one quoted name, whatever is in it.
func FuzzNamesAreQuoted(f *testing.F) {
	for _, seed := range seeds() {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		s := scope()
		s.Column = name
		got, err := Expand(t.Context(), "$__column", s)
		if err != nil {
			if name != "" {
				t.Errorf("%q: %v", name, err)
			}
			return
		}
		tokens := sqlfs.Tokens(got.SQL)
		if len(tokens) != 1 || tokens[0].Kind != sqlfs.TokenName || !tokens[0].Complete {
			t.Errorf("%q became %s", name, got.SQL)
		}
	})
}

// Any text is expanded or refused with a fault of its author's.
func FuzzTexts(f *testing.F) {
	for _, test := range golden() {
		f.Add(test.in)
	}
	for _, seed := range seeds() {
		f.Add("SELECT " + seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := Expand(t.Context(), text, scope())
		if err == nil {
			return
		}
		if _, ok := errors.AsType[*Error](err); !ok {
			t.Errorf("%q: %v (%T)", text, err, err)
		}
	})
}
