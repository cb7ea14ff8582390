package queries_test

import (
	"context"
	"strings"
	"testing"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"pgregory.net/rapid"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/queries"
)

// What goes in as a parameter comes out as it was, whatever it is.
func TestTheEngineReadsWhatWasEncoded(t *testing.T) {
	conn := chtest.New(t).Conn(clickhouse.Analyst)
	check := func(fail func(format string, arguments ...any), values []string) {
		one, err := queries.Encode("String", values[0])
		if err != nil {
			fail("%v", err)
			return
		}
		list, err := queries.Encode("Array(String)", values)
		if err != nil {
			fail("%v", err)
			return
		}
		ctx := ch.Context(context.WithoutCancel(t.Context()), ch.WithParameters(ch.Parameters{"one": one, "list": list}))
		var gotOne string
		var gotList []string
		if err := conn.QueryRow(ctx, "SELECT {one:String}, {list:Array(String)}").Scan(&gotOne, &gotList); err != nil {
			fail("%q: %v", values, err)
			return
		}
		if gotOne != values[0] || strings.Join(gotList, "\x01") != strings.Join(values, "\x01") {
			fail("%q came out as %q, %q", values, gotOne, gotList)
		}
	}
	check(t.Errorf, []string{`\' OR 1=1 --`, "'", `\`, `\\'`, "å ä ö", "a\tb\nc\rd\x00e", "$$", "`", "", `\N`, "NULL", "[", "']", "😀", "\x1b\x7f\b\f\v"})
	rapid.Check(t, func(r *rapid.T) {
		part := rapid.OneOf(rapid.String(), rapid.StringMatching(`[\\'"$\[\],\t\n\r\x00NULå]{0,12}`))
		check(r.Fatalf, rapid.SliceOfN(part, 1, 4).Draw(r, "values"))
	})
}

func TestTheEngineReadsOtherTypes(t *testing.T) {
	conn := chtest.New(t).Conn(clickhouse.Analyst)
	for _, test := range []struct {
		typ   string
		value any
		want  string
	}{
		{"UInt64", "18446744073709551615", "18446744073709551615"},
		{"Array(UInt64)", []string{"1", "18446744073709551615"}, "[1,18446744073709551615]"},
		{"Nullable(String)", nil, "NULL"},
		{"Nullable(Float64)", nil, "NULL"},
		{"Array(Nullable(Date))", []any{"2026-01-02", nil}, "['2026-01-02',NULL]"},
		{"DateTime('UTC')", "2026-02-03T23:00:00+01:00", "2026-02-03 22:00:00"},
		{"DateTime64(3, 'UTC')", "2026-02-03T23:00:00.25Z", "2026-02-03 23:00:00.250"},
		{"Date32", "1935-05-01", "1935-05-01"},
		{"Bool", "1", "true"},
		{"Decimal(9, 2)", "12.35", "12.35"},
		{"Array(Array(String))", []any{[]any{`\'`}, []any{}}, `[['\\\''],[]]`},
		{"LowCardinality(String)", "x", "x"},
		{"UUID", "9b2f8a4e-0000-4000-8000-abcdefabcdef", "9b2f8a4e-0000-4000-8000-abcdefabcdef"},
	} {
		text, err := queries.Encode(test.typ, test.value)
		if err != nil {
			t.Error(err)
			continue
		}
		var got string
		ctx := ch.Context(context.WithoutCancel(t.Context()), ch.WithParameters(ch.Parameters{"x": text}))
		if err := conn.QueryRow(ctx, "SELECT ifNull(toString({x:"+test.typ+"}), 'NULL')").Scan(&got); err != nil || got != test.want {
			t.Errorf("%s %v: %q, %v, want %q", test.typ, test.value, got, err, test.want)
		}
	}
}
