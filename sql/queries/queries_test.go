package queries

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	sqlfs "github.com/framsyn/framsyn/sql"
)

const good = `-- hours: Timmar | Hours
-- sv:     Timmar per område,
--         en rad per område.
-- en:     Hours by area.
-- Kind:   table
-- Roles:  analyst, leader
-- Reads:  core.areas, mart.area_months
-- Param:  areas Array(String) = [] | Områden. | Areas. | areas
-- Param:  client UInt64 | Brukare. | Client.
-- Column: area_name | Område | Area
-- Column: hours | Timmar | Hours | h
-- One row per area.
SELECT area_name, 1 AS hours -- {not:UInt8}
FROM core.areas
INNER JOIN mart.area_months AS months ON months.area_id = areas.area_id
WHERE areas.area_id IN {areas : Array(String)} AND '{text:String}' != '' AND {client:UInt64} > 0;
`

const areas = `-- areas: Områden | Areas
-- sv:     Områden.
-- en:     Areas.
-- Kind:   table
-- Roles:  analyst
-- Reads:  core.areas
-- Column: text | Område | Area
-- Column: value | Kod | Code
SELECT area_name AS text, area_id AS value FROM core.areas
`

func TestParse(t *testing.T) {
	query, err := Parse("hours.sql", good)
	if err != nil {
		t.Fatal(err)
	}
	if query.Title != (Text{SV: "Timmar", EN: "Hours"}) || query.Description.SV != "Timmar per område, en rad per område." || query.Kind != Table {
		t.Errorf("%+v", query)
	}
	if len(query.Parameters) != 2 || query.Parameters[0].Values != "areas" || query.Parameters[1].Default != nil || query.Parameters[0].Meaning.EN != "Areas." {
		t.Errorf("parameters %+v", query.Parameters)
	}
	if len(query.Columns) != 2 || query.Columns[1] != (Column{Name: "hours", Title: Text{SV: "Timmar", EN: "Hours"}, Unit: "h"}) {
		t.Errorf("columns %+v", query.Columns)
	}
	if !strings.HasPrefix(query.SQL, "SELECT area_name") || strings.HasSuffix(query.SQL, ";") || query.Line != 12 {
		t.Errorf("line %d: %s", query.Line, query.SQL)
	}
	if !query.MayRun(Leader) || query.MayRun(Service) {
		t.Errorf("roles %v", query.Roles)
	}
}

// Every fault of every file is named with its file and line.
func TestFaults(t *testing.T) {
	for _, test := range []struct{ old, changed, want string }{
		{"-- hours: Timmar", "-- days: Timmar", `hours.sql:1: the first line names "days"`},
		{"| Hours\n-- sv", "\n-- sv", "hours.sql:1: the title is written in Swedish | in English"},
		{"-- sv:     Timmar per område,\n--         en rad per område.\n", "", "the header lacks a description"},
		{"Kind:   table", "Kind:   graph", `hours.sql:5: kind "graph"`},
		{"analyst, leader", "analyst, king", `hours.sql:6: unknown role "king"`},
		{"analyst, leader", "analyst, analyst", "stands twice"},
		{"-- Kind:   table\n", "", "the header lacks Kind"},
		{"core.areas, mart.area_months\n", "core.areas\n", "the statement reads core.areas, mart.area_months"},
		{"Reads:  core", "Reeds:  core", `hours.sql:7: unknown entry "Reeds"`},
		{"-- Kind:   table\n", "-- Kind:   table\n-- Kind:   value\n", "hours.sql:6: Kind: stands twice"},
		{"areas Array(String) = []", "areas Array(String) = [", "is not JSON"},
		{"areas Array(String) = []", "areas Array(UInt8) = [300]", `"300" is no UInt8`},
		{"areas Array(String) = []", "areas Array(Thing) = []", `type "Thing" is not supported`},
		{"areas Array(String) = []", "areas", "a parameter is written name Type"},
		{"| Områden. | Areas. | areas", "| Områden.", "the meaning of parameter areas is written"},
		{"client UInt64 | Brukare", "areas UInt64 | Brukare", "parameter areas stands twice"},
		{"client UInt64 | Brukare", "client UInt32 | Brukare", "hours.sql:15: {client:UInt64}: the header says UInt32"},
		{"{client:UInt64} > 0", "{klient:UInt64} > 0", "hours.sql:15: {klient:UInt64} has no Param"},
		{"{client:UInt64} > 0", "1 > 0", "parameter client is not used"},
		{"| Hours | h\n", "| Hours | parsec\n", `unknown unit "parsec"`},
		{"-- Column: hours | Timmar | Hours | h\n", "-- Column: hours\n", "the title of column hours"},
		{"-- Column: area_name | Område | Area\n-- Column: hours | Timmar | Hours | h\n", "", "the header lacks the columns"},
		{"SELECT area_name, 1", "INSERT INTO x SELECT area_name, 1", "begins with SELECT or WITH"},
		{"> 0;", "> 0; SELECT 2;", "want one statement after the header, found 2"},
		{"| areas\n", "| regions\n", "there is no query regions with the columns text and value"},
	} {
		text := strings.Replace(good, test.old, test.changed, 1)
		if text == good {
			t.Fatalf("%q is not in the example", test.old)
		}
		_, err := New(fstest.MapFS{"hours.sql": {Data: []byte(text)}, "areas.sql": {Data: []byte(areas)}})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q -> %q: %v, want %q", test.old, test.changed, err, test.want)
			continue
		}
		if _, ok := errors.AsType[*sqlfs.Fault](err); !ok {
			t.Errorf("%v is no *Fault", err)
		}
	}
}

func TestCatalogue(t *testing.T) {
	catalogue, err := New(fstest.MapFS{"hours.sql": {Data: []byte(good)}, "areas.sql": {Data: []byte(areas)}})
	if err != nil {
		t.Fatal(err)
	}
	if all := catalogue.All(); len(all) != 2 || all[0].Name != "areas" {
		t.Errorf("%v", all)
	}
	if found := catalogue.For(Leader); len(found) != 1 || found[0].Name != "hours" {
		t.Errorf("for leaders: %v", found)
	}
	if _, ok := catalogue.Get("nope"); ok {
		t.Error("there is a query nope")
	}
}

func TestEncode(t *testing.T) {
	for _, test := range []struct {
		typ   string
		value any
		want  string
	}{
		{"String", "a\tb\\c'd\n", `a\tb\\c'd\n`},
		{"LowCardinality(String)", []string{"x"}, "x"},
		{"Nullable(String)", nil, `\N`},
		{"String", 12.5, "12.5"},
		{"Bool", true, "true"},
		{"Bool", "0", "false"},
		{"UInt8", json.Number("255"), "255"},
		{"Int8", "-128", "-128"},
		{"UInt64", "18446744073709551615", "18446744073709551615"},
		{"Float64", "-1e-3", "-1e-3"},
		{"Decimal(9, 2)", "1.50", "1.50"},
		{"Date", "2026-02-03T23:00:00Z", "2026-02-03"},
		{"Date32", "1935-05-01", "1935-05-01"},
		{"DateTime", "2026-02-03T23:00:00Z", "1770159600"},
		{"DateTime64(3, 'UTC')", 1770159600250.0, "1770159600.250"},
		{"DateTime('UTC')", "2026-02-03 23:00:00", "2026-02-03 23:00:00"},
		{"UUID", "9b2f8a4e-0000-4000-8000-abcdefabcdef", "9b2f8a4e-0000-4000-8000-abcdefabcdef"},
		{"Array(String)", []any{`a'b\`, "å", json.Number("1")}, `['a\'b\\','å','1']`},
		{"Array(String)", "one", `['one']`},
		{"Array(UInt64)", []string{"1", "2"}, "[1,2]"},
		{"Array(Date)", []string{"2026-01-01"}, "['2026-01-01']"},
		{"Array(Nullable(Int8))", []any{json.Number("1"), nil}, "[1,NULL]"},
		{"Array(Array(String))", []any{[]any{"a"}, []any{}}, "[['a'],[]]"},
		{"Array(String)", []any{}, "[]"},
		{"Array(Bool)", []any{true}, "[true]"},
	} {
		got, err := Encode(test.typ, test.value)
		if err != nil || got != test.want {
			t.Errorf("%s %v: %q, %v, want %q", test.typ, test.value, got, err, test.want)
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	for _, test := range []struct {
		typ   string
		value any
	}{
		{"UInt8", "256"},
		{"UInt8", "-1"},
		{"UInt8", "1 OR 1=1"},
		{"Int64", "1.5"},
		{"Float64", "nan"},
		{"Float64", "1) OR (1=1"},
		{"Date", "i går"},
		{"Date", "2026-02-30"},
		{"DateTime", "soon"},
		{"Bool", "ja"},
		{"UUID", "x"},
		{"String", nil},
		{"String", []string{"a", "b"}},
		{"String", []string{}},
		{"String", map[string]any{}},
		{"Array(UInt8)", []string{"x"}},
		{"Array(Array(String))", []any{"a"}},
		{"AggregateFunction(sum, UInt8)", "1"},
	} {
		if got, err := Encode(test.typ, test.value); err == nil {
			t.Errorf("%s takes %v as %q", test.typ, test.value, got)
		}
	}
}

// The access log goes by the objects that a text names: no way of writing them hides one.
func TestObjectsAreFoundHoweverTheyAreWritten(t *testing.T) {
	for text, want := range map[string]string{
		"SELECT 1 FROM core.clients AS c WHERE c.sex = 'male'":             "core.clients",
		"SELECT core.clients.client_id FROM core.clients, mart.candidates": "core.clients mart.candidates",
		"SELECT 1 FROM `core`.`clients`":                                   "core.clients",
		`SELECT 1 FROM "core".clients`:                                     "core.clients",
		"SELECT 1 FROM core /* here */ . -- there\n clients":               "core.clients",
		`SELECT 1 FROM "c\x6fre".` + "`clie\\x6ets`":                       "core.clients",
		"SELECT 1 FROM “core”.“clients”":                                   "core.clients",
		"SELECT 'core.clients' -- core.areas":                              "",
		"SELECT a.core.clients FROM system.one AS a":                       "",
	} {
		if got := strings.Join(Objects(text), " "); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
