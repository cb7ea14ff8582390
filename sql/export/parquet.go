package export

import (
	"fmt"
	"io"
	"math"
	"reflect"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/shopspring/decimal"
)

// rowsPerGroup is how many rows are held in memory before they are written; more
// make the file a little smaller.
const rowsPerGroup = 20_000

// parquetWriter writes rows by a struct type that is made for the columns, which
// keeps them in order.
type parquetWriter struct {
	out     io.Writer
	file    *parquet.GenericWriter[any]
	columns []Column
	record  reflect.Value // the struct that is filled anew for each row
	rows    int
}

func newParquet(out io.Writer) *parquetWriter { return &parquetWriter{out: out} }

func (w *parquetWriter) begin(columns []Column) error {
	w.columns = columns
	fields := make([]reflect.StructField, len(columns))
	for i, column := range columns {
		goType, option := parquetType(column)
		if column.Nullable {
			goType = reflect.PointerTo(goType)
		}
		fields[i] = reflect.StructField{
			Name: fmt.Sprintf("C%d", i), Type: goType,
			Tag: reflect.StructTag(fmt.Sprintf(`parquet:"%s%s"`, column.Name, option)),
		}
	}
	w.record = reflect.New(reflect.StructOf(fields))
	w.file = parquet.NewGenericWriter[any](w.out, parquet.SchemaOf(w.record.Interface()), parquet.Compression(&parquet.Snappy),
		parquet.CreatedBy("framsyn", "", ""))
	return nil
}

// parquetType is the Go type of a kind and the option of its logical type.
func parquetType(column Column) (goType reflect.Type, option string) {
	switch column.Kind {
	case Text:
		return reflect.TypeFor[string](), ""
	case Boolean:
		return reflect.TypeFor[bool](), ""
	case Signed:
		return map[int]reflect.Type{8: reflect.TypeFor[int8](), 16: reflect.TypeFor[int16](), 32: reflect.TypeFor[int32](), 64: reflect.TypeFor[int64]()}[column.Bits], ""
	case Unsigned:
		return map[int]reflect.Type{8: reflect.TypeFor[uint8](), 16: reflect.TypeFor[uint16](), 32: reflect.TypeFor[uint32](), 64: reflect.TypeFor[uint64]()}[column.Bits], ""
	case Float:
		if column.Bits == 32 {
			return reflect.TypeFor[float32](), ""
		}
		return reflect.TypeFor[float64](), ""
	case Decimal:
		goType = reflect.TypeFor[int64]()
		if column.Digits <= 9 { // as the format's specification asks
			goType = reflect.TypeFor[int32]()
		}
		return goType, fmt.Sprintf(",decimal(%d:%d)", column.Scale, column.Digits)
	case Date:
		return reflect.TypeFor[int32](), ",date"
	case Moment:
		return reflect.TypeFor[int64](), ",timestamp(millisecond)"
	case List:
		return reflect.SliceOf(elementType(*column.Element)), ",list"
	case Map:
		return reflect.MapOf(reflect.TypeFor[string](), elementType(*column.Element)), ""
	}
	return reflect.TypeFor[string](), ""
}

// elementType is the Go type within lists and maps. A slice of bytes would be a
// blob, so bytes are widened; days and decimals are written as text.
func elementType(column Column) reflect.Type {
	goType := reflect.TypeFor[string]()
	switch {
	case column.Kind == Unsigned && column.Bits == 8:
		goType = reflect.TypeFor[uint16]()
	case column.Kind == Boolean, column.Kind == Signed, column.Kind == Unsigned, column.Kind == Float:
		goType, _ = parquetType(column)
	}
	return goType
}

func (w *parquetWriter) row(values []any) error {
	record := w.record.Elem()
	record.SetZero()
	for i, value := range values {
		if value != nil {
			setField(record.Field(i), value, w.columns[i])
		}
	}
	if _, err := w.file.Write([]any{w.record.Interface()}); err != nil {
		return fmt.Errorf("write a row: %w", err)
	}
	w.rows++
	if w.rows%rowsPerGroup == 0 {
		if err := w.file.Flush(); err != nil {
			return fmt.Errorf("write a row group: %w", err)
		}
	}
	return nil
}

// setField puts a value that is not NULL into a field of its type.
func setField(field reflect.Value, value any, column Column) {
	if field.Kind() == reflect.Pointer {
		field.Set(reflect.New(field.Type().Elem()))
		field = field.Elem()
	}
	if field.Kind() == reflect.String {
		field.SetString(textForm{}.plain(value, column))
		return
	}
	switch value := value.(type) {
	case decimal.Decimal:
		field.SetInt(value.Shift(int32(column.Scale)).IntPart())
	case time.Time:
		if column.Kind == Date {
			field.SetInt(daysSince1970(value))
			return
		}
		field.SetInt(value.UnixMilli())
	case []any:
		list := reflect.MakeSlice(field.Type(), len(value), len(value))
		for i, element := range value {
			setField(list.Index(i), element, *column.Element)
		}
		field.Set(list)
	case []Pair:
		entries := reflect.MakeMapWithSize(field.Type(), len(value))
		for _, pair := range value {
			entry := reflect.New(field.Type().Elem()).Elem()
			setField(entry, pair.Value, *column.Element)
			entries.SetMapIndex(reflect.ValueOf(pair.Key), entry)
		}
		field.Set(entries)
	default:
		field.Set(reflect.ValueOf(value).Convert(field.Type()))
	}
}

// daysSince1970 is what the logical type DATE counts; negative before.
func daysSince1970(day time.Time) int64 {
	return int64(math.Floor(float64(day.Unix()) / (24 * 60 * 60)))
}

func (w *parquetWriter) end(o origin) error {
	for _, fact := range o.facts() {
		w.file.SetKeyValueMetadata("framsyn:"+fact.Name, fact.Value)
	}
	for _, column := range o.Columns {
		w.file.SetKeyValueMetadata("comment:"+column.Name, column.Comment)
	}
	if err := w.file.Close(); err != nil {
		return fmt.Errorf("end the file: %w", err)
	}
	return nil
}

func (w *parquetWriter) abandon() {}
