package frames

import (
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/shopspring/decimal"
)

// reader takes the values of one column. Values are kept in a slice of their type
// until the field is made of it: to append to a field costs an allocation each.
type reader struct {
	destination any                // what Scan writes into
	add         func() int         // keeps what was scanned, and returns its bytes
	field       func() *data.Field // what was kept
}

// number is what a field holds as it is.
type number interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | float32 | float64 | bool
}

// newReader returns the reader of a column.
func newReader(column driver.ColumnType) reader {
	name := column.Name()
	typ, isNull := base(column.DatabaseTypeName())
	short, _, _ := strings.Cut(typ, "(")
	switch short {
	case "Int8":
		return numbers[int8](name, 1, isNull)
	case "Int16":
		return numbers[int16](name, 2, isNull)
	case "Int32":
		return numbers[int32](name, 4, isNull)
	case "Int64":
		if isID(name) {
			return texts(name, isNull, func(n int64) string { return strconv.FormatInt(n, 10) })
		}
		return numbers[int64](name, 8, isNull)
	case "UInt8":
		return numbers[uint8](name, 1, isNull)
	case "UInt16":
		return numbers[uint16](name, 2, isNull)
	case "UInt32":
		return numbers[uint32](name, 4, isNull)
	case "UInt64":
		if isID(name) {
			return texts(name, isNull, func(n uint64) string { return strconv.FormatUint(n, 10) })
		}
		return numbers[uint64](name, 8, isNull)
	case "Float32":
		return numbers[float32](name, 4, isNull)
	case "Float64":
		return numbers[float64](name, 8, isNull)
	case "Bool":
		return numbers[bool](name, 1, isNull)
	case "Decimal":
		return converted(name, 8, isNull, decimal.Decimal.InexactFloat64)
	case "Date", "Date32":
		return converted(name, 8, isNull, utcDay)
	case "DateTime", "DateTime64":
		return converted(name, 8, isNull, func(t time.Time) time.Time { return t.UTC() })
	case "FixedString":
		return texts(name, isNull, func(s string) string { return strings.ToValidUTF8(strings.TrimRight(s, "\x00"), "\ufffd") })
	case "String", "Enum8", "Enum16", "UUID", "IPv4", "IPv6":
		return texts(name, isNull, func(s string) string { return strings.ToValidUTF8(s, "\ufffd") })
	case "Int128", "Int256", "UInt128", "UInt256":
		return texts(name, isNull, func(n big.Int) string { return n.String() })
	case "Time", "Time64":
		return texts(name, isNull, time.Duration.String)
	case "Nothing":
		return nothing(name)
	}
	if strings.HasPrefix(short, "Interval") {
		return texts(name, isNull, strings.ToLower)
	}
	return composed(name, column.ScanType(), writer{onlyDays: strings.Contains(typ, "Date") && !strings.Contains(typ, "DateTime")})
}

// base takes LowCardinality, Nullable and SimpleAggregateFunction off a type.
func base(typ string) (inner string, isNull bool) {
	for {
		switch {
		case strings.HasPrefix(typ, "Nullable("):
			typ, isNull = strings.TrimSuffix(strings.TrimPrefix(typ, "Nullable("), ")"), true
		case strings.HasPrefix(typ, "LowCardinality("):
			typ = strings.TrimSuffix(strings.TrimPrefix(typ, "LowCardinality("), ")")
		case strings.HasPrefix(typ, "SimpleAggregateFunction("):
			_, typ, _ = strings.Cut(strings.TrimSuffix(typ, ")"), ",")
			typ = strings.TrimSpace(typ)
		default:
			return typ, isNull
		}
	}
}

// isID tells whether a column of whole numbers names something and counts nothing.
func isID(name string) bool {
	return name == "id" || strings.HasSuffix(name, "_id") || strings.HasSuffix(name, "_hash")
}

// utcDay is midnight UTC of a day; the driver gives midnight in the server's zone.
func utcDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// kept makes the field of a column's values. T is one of the types of fields.
func kept[T any](name string, values *[]T) func() *data.Field {
	return func() *data.Field {
		if *values == nil {
			*values = []T{}
		}
		return data.NewField(name, nil, *values)
	}
}

func numbers[T number](name string, size int, isNull bool) reader {
	if isNull {
		var value *T
		var values []*T
		return reader{destination: &value, field: kept(name, &values), add: func() int {
			values = append(values, value)
			return size
		}}
	}
	var value T
	var values []T
	return reader{destination: &value, field: kept(name, &values), add: func() int {
		values = append(values, value)
		return size
	}}
}

// converted reads an S and keeps a T of so many bytes.
func converted[S any, T float64 | time.Time](name string, size int, isNull bool, convert func(S) T) reader {
	return changed(name, isNull, convert, func(T) int { return size })
}

// texts reads an S and keeps its text.
func texts[S any](name string, isNull bool, convert func(S) string) reader {
	return changed(name, isNull, convert, func(text string) int { return len(text) })
}

// changed reads an S and keeps a T.
func changed[S, T any](name string, isNull bool, convert func(S) T, size func(T) int) reader {
	if isNull {
		var value *S
		var values []*T
		return reader{destination: &value, field: kept(name, &values), add: func() int {
			if value == nil {
				values = append(values, nil)
				return 1
			}
			result := convert(*value)
			values = append(values, &result)
			return size(result)
		}}
	}
	var value S
	var values []T
	return reader{destination: &value, field: kept(name, &values), add: func() int {
		result := convert(value)
		values = append(values, result)
		return size(result)
	}}
}

// nothing is the column of a NULL without a type.
func nothing(name string) reader {
	var value any
	var values []*string
	return reader{destination: &value, field: kept(name, &values), add: func() int {
		values = append(values, nil)
		return 1
	}}
}

// composed keeps a value that has parts as JSON.
func composed(name string, scanType reflect.Type, w writer) reader {
	value := reflect.New(scanType)
	destination := value.Interface()
	var values []string
	return reader{destination: destination, field: kept(name, &values), add: func() int {
		text := w.list(destination)
		if text == "" {
			text = w.json(value.Elem())
		}
		values = append(values, text)
		return len(text)
	}}
}
