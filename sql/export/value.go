package export

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Pair is an entry of a [Map] value.
type Pair struct {
	Key   string
	Value any
}

// scanner reads rows into values by kind; NULL is nil.
type scanner struct {
	columns []Column
	targets []reflect.Value // pointers to what the driver scans into
	scan    []any
	values  []any
}

func newScanner(columns []Column, types []driver.ColumnType) *scanner {
	s := &scanner{columns: columns, values: make([]any, len(columns))}
	for _, t := range types {
		target := reflect.New(t.ScanType())
		s.targets = append(s.targets, target)
		s.scan = append(s.scan, target.Interface())
	}
	return s
}

// row returns the values of the current row; they are good until the next call.
func (s *scanner) row(rows driver.Rows) ([]any, error) {
	for _, target := range s.targets {
		target.Elem().SetZero() // a slice or map of the row before is not reused
	}
	if err := rows.Scan(s.scan...); err != nil {
		return nil, fmt.Errorf("read a row: %w", err)
	}
	for i, target := range s.targets {
		s.values[i] = normal(target.Elem(), s.columns[i])
	}
	return s.values, nil
}

// normal turns a scanned value into the Go type of its kind.
func normal(value reflect.Value, column Column) any {
	for value.Kind() == reflect.Pointer {
		if value.IsNil() {
			return nil
		}
		value = value.Elem()
	}
	switch column.Kind {
	case Text:
		return normalText(value)
	case Signed:
		return value.Int()
	case Unsigned:
		return value.Uint()
	case Float:
		return value.Float()
	case List:
		elements := make([]any, value.Len())
		for i := range elements {
			elements[i] = normal(value.Index(i), *column.Element)
		}
		return elements
	case Map:
		return normalMap(value, column)
	case Boolean, Decimal, Date, Moment:
		return value.Interface()
	}
	return value.Interface()
}

func normalText(value reflect.Value) string {
	if value.Kind() == reflect.String {
		return strings.TrimRight(value.String(), "\x00") // FixedString is padded
	}
	return fmt.Sprint(value.Interface()) // UUID
}

func normalMap(value reflect.Value, column Column) []Pair {
	pairs := make([]Pair, 0, value.Len())
	for entries := value.MapRange(); entries.Next(); {
		pairs = append(pairs, Pair{Key: fmt.Sprint(entries.Key().Interface()), Value: normal(entries.Value(), *column.Element)})
	}
	slices.SortFunc(pairs, func(a, b Pair) int { return cmp.Compare(a.Key, b.Key) })
	return pairs
}
