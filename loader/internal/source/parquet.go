package source

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// table reads a flat Parquet file.
type table struct {
	file    *os.File
	header  []string
	format  []func(parquet.Value) string
	groups  []parquet.RowGroup
	rows    parquet.Rows
	build   *builder
	buffer  []parquet.Row
	size    int64
	records []string
}

// openParquet opens a file of flat columns; lists and structs are refused.
func openParquet(file, member string, spec Spec) (r Reader, err error) {
	defer func() { // the Parquet library panics on some damaged files
		if p := recover(); p != nil {
			r, err = nil, fmt.Errorf("%w: damaged Parquet", ErrFormat)
		}
	}()
	f, err := spool(file, member, spec.Limits)
	if err != nil {
		return nil, err
	}
	t := &table{file: f, build: newBuilder(), buffer: make([]parquet.Row, 512)}
	if err := t.open(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return t, nil
}

func (t *table) open() error {
	info, err := t.file.Stat()
	if err != nil {
		return err
	}
	if t.size = info.Size(); t.size == 0 {
		return ErrEmpty
	}
	p, err := parquet.OpenFile(t.file, t.size)
	if err != nil {
		return fmt.Errorf("%w: Parquet: %w", ErrFormat, err)
	}
	for _, field := range p.Schema().Fields() {
		if !field.Leaf() || field.Repeated() {
			return fmt.Errorf("%w: column %q of the Parquet file is a list or a struct: deliver flat columns", ErrFormat, field.Name())
		}
		t.header = append(t.header, field.Name())
		t.format = append(t.format, formatter(field.Type()))
	}
	t.records = make([]string, len(t.header))
	t.groups = p.RowGroups()
	return nil
}

func (t *table) Header() []string { return t.header }

func (t *table) Info() Info { return Info{} }

func (t *table) Read() int64 { return t.size }

func (t *table) Close() error {
	var err error
	if t.rows != nil {
		err = t.rows.Close()
	}
	return errors.Join(err, t.file.Close())
}

func (t *table) Next() (b *Block, err error) {
	defer func() { // the Parquet library panics on some damaged pages
		if p := recover(); p != nil {
			b, err = nil, fmt.Errorf("%w: damaged Parquet", ErrFormat)
		}
	}()
	for !t.build.full() {
		if t.rows == nil {
			if len(t.groups) == 0 {
				break
			}
			t.rows, t.groups = t.groups[0].Rows(), t.groups[1:]
		}
		n, err := t.rows.ReadRows(t.buffer)
		for _, row := range t.buffer[:n] {
			t.add(row)
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%w: Parquet: %w", ErrFormat, err)
		}
		if err != nil || n == 0 {
			if err := t.rows.Close(); err != nil {
				return nil, fmt.Errorf("%w: Parquet: %w", ErrFormat, err)
			}
			t.rows = nil
		}
	}
	if b := t.build.take(); b != nil {
		return b, nil
	}
	return nil, io.EOF
}

// add adds a row; absent values are empty fields.
func (t *table) add(row parquet.Row) {
	clear(t.records)
	for _, v := range row {
		if i := v.Column(); i >= 0 && i < len(t.records) && !v.IsNull() {
			t.records[i] = t.format[i](v)
		}
	}
	t.build.begin()
	for _, text := range t.records {
		t.build.addString(text)
	}
}

// formatter returns how a column's values are written as text.
func formatter(typ parquet.Type) func(parquet.Value) string {
	var logical format.LogicalTypeValue
	if t := typ.LogicalType(); t != nil {
		logical = t.Value
	}
	switch l := logical.(type) {
	case *format.DateType:
		return func(v parquet.Value) string {
			return time.Unix(int64(v.Int32())*86400, 0).UTC().Format(time.DateOnly)
		}
	case *format.TimestampType:
		return timestamps(l.Unit)
	case *format.DecimalType:
		return decimals(int(l.Scale))
	}
	switch typ.Kind() { //nolint:exhaustive // the others write themselves
	case parquet.Boolean:
		return func(v parquet.Value) string {
			if v.Boolean() {
				return "1"
			}
			return "0"
		}
	case parquet.Float:
		return func(v parquet.Value) string { return strconv.FormatFloat(float64(v.Float()), 'f', -1, 32) }
	case parquet.Double:
		return func(v parquet.Value) string { return strconv.FormatFloat(v.Double(), 'f', -1, 64) }
	case parquet.ByteArray, parquet.FixedLenByteArray:
		return func(v parquet.Value) string { return string(v.ByteArray()) }
	default:
		return func(v parquet.Value) string { return v.String() }
	}
}

// timestamps writes a timestamp as local text; wall-clock and UTC are written alike.
func timestamps(unit format.TimeUnit) func(parquet.Value) string {
	return func(v parquet.Value) string {
		at := time.Unix(0, v.Int64())
		switch unit.Value.(type) {
		case *format.MilliSeconds:
			at = time.UnixMilli(v.Int64())
		case *format.MicroSeconds:
			at = time.UnixMicro(v.Int64())
		}
		return at.UTC().Format("2006-01-02T15:04:05")
	}
}

// decimals writes a decimal with its scale.
func decimals(scale int) func(parquet.Value) string {
	return func(v parquet.Value) string {
		n := new(big.Int)
		if k := v.Kind(); k == parquet.Int32 || k == parquet.Int64 {
			n.SetInt64(v.Int64())
		} else {
			bytes := v.ByteArray()
			n.SetBytes(bytes)
			if len(bytes) > 0 && bytes[0] >= 0x80 { // two's complement
				n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(bytes))))
			}
		}
		return new(big.Rat).SetFrac(n, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)).FloatString(scale)
	}
}
