package queries

import (
	"errors"
	"strings"
	"testing"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// Any file is parsed or refused with faults that name it.
func FuzzParse(f *testing.F) {
	f.Add(good)
	f.Add(areas)
	f.Add("-- hours: a | b\n-- Param: x UInt8 = 1 | a | b\nSELECT {x:UInt8}")
	f.Add("-- Param:")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := Parse("hours.sql", text)
		if err == nil {
			return
		}
		if _, ok := errors.AsType[*sqlfs.Fault](err); !ok || !strings.HasPrefix(err.Error(), "sql/queries/hours.sql:") {
			t.Errorf("%q: %v", text, err)
		}
	})
}

// What is encoded as a number or a day is one: nothing else can come into its place.
func FuzzEncode(f *testing.F) {
	for _, seed := range []string{"1", "-1", "1e9", "2026-01-31", "2026-01-31T12:00:00Z", "' OR 1=1", "nan", "0x10", "1_000", "٣"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		for _, typ := range []string{"UInt8", "Int64", "Float64", "Decimal(9, 2)", "Date", "DateTime", "DateTime64(3)", "Bool", "Array(UInt64)", "Array(Date)"} {
			text, err := Encode(typ, value)
			if err == nil && strings.Trim(text, "0123456789+-.E:'[] truefals") != "" {
				t.Errorf("%s takes %q as %q", typ, value, text)
			}
		}
	})
}
