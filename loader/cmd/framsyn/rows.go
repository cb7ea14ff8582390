package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// rowWriter prints rows one by one.
type rowWriter interface {
	row(values []any) error
	end() error
}

// writeRows prints the rows of a query as they come.
func writeRows(out io.Writer, format string, rows driver.Rows) error {
	buffered := bufio.NewWriter(out)
	writer, err := newRowWriter(buffered, format, rows.Columns())
	if err != nil {
		return err
	}
	types := rows.ColumnTypes()
	for rows.Next() {
		targets := make([]any, len(types))
		for i, column := range types {
			targets[i] = reflect.New(column.ScanType()).Interface()
		}
		if err := rows.Scan(targets...); err != nil {
			return fmt.Errorf("read a row: %w", err)
		}
		values := make([]any, len(targets))
		for i, target := range targets {
			values[i] = plain(target, types[i].DatabaseTypeName())
		}
		if err := writer.row(values); err != nil {
			return fmt.Errorf("print a row: %w", err)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if err := writer.end(); err != nil {
		return fmt.Errorf("print the rows: %w", err)
	}
	return buffered.Flush()
}

// plain takes away the pointers that carry NULL, which becomes nil, and writes
// days and times as ISO 8601.
func plain(target any, typeName string) any {
	value := reflect.ValueOf(target)
	for value.Kind() == reflect.Pointer {
		if value.IsNil() {
			return nil
		}
		value = value.Elem()
	}
	if at, ok := value.Interface().(time.Time); ok {
		switch {
		case strings.Contains(typeName, "DateTime64"):
			return at.Format("2006-01-02T15:04:05.999999999Z07:00")
		case strings.Contains(typeName, "DateTime"):
			return at.Format(time.RFC3339)
		}
		return at.Format(time.DateOnly)
	}
	if number, ok := value.Interface().(float64); ok && (math.IsNaN(number) || math.IsInf(number, 0)) {
		return fmt.Sprint(number) // JSON has no such numbers
	}
	if small, ok := value.Interface().([]uint8); ok {
		numbers := make([]int, len(small)) // JSON would write bytes as base64
		for i, number := range small {
			numbers[i] = int(number)
		}
		return numbers
	}
	return value.Interface()
}

func newRowWriter(out io.Writer, format string, columns []string) (rowWriter, error) {
	switch format {
	case "json":
		return &jsonRows{out: out, columns: columns}, nil
	case "tsv":
		w := &tsvRows{out: out}
		return w, w.line(columns)
	case "csv":
		w := &csvRows{csv.NewWriter(out)}
		return w, w.Write(columns)
	}
	w := &tableRows{Writer: tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)}
	return w, w.line(columns)
}

// text writes a value for people and for CSV; NULL is empty.
func text(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return value
	case fmt.Stringer:
		return value.String()
	}
	if kind := reflect.ValueOf(value).Kind(); kind == reflect.Slice || kind == reflect.Map || kind == reflect.Struct {
		if encoded, err := json.Marshal(value); err == nil {
			return string(encoded)
		}
	}
	return fmt.Sprint(value)
}

func texts(values []any) []string {
	written := make([]string, len(values))
	for i, value := range values {
		written[i] = text(value)
	}
	return written
}

type csvRows struct{ *csv.Writer }

func (w *csvRows) row(values []any) error { return w.Write(texts(values)) }

func (w *csvRows) end() error {
	w.Flush()
	return w.Error()
}

// tsvRows writes ClickHouse's TabSeparatedWithNames.
type tsvRows struct{ out io.Writer }

func (w *tsvRows) row(values []any) error {
	fields := texts(values)
	escape := strings.NewReplacer("\\", "\\\\", "\t", "\\t", "\n", "\\n")
	for i, value := range values {
		fields[i] = escape.Replace(fields[i])
		if value == nil {
			fields[i] = "\\N"
		}
	}
	return w.line(fields)
}

func (w *tsvRows) line(fields []string) error {
	_, err := fmt.Fprintln(w.out, strings.Join(fields, "\t"))
	return err
}

func (w *tsvRows) end() error { return nil }

// tableRows aligns columns by blocks of rows, so that a long result needs little
// memory.
type tableRows struct {
	*tabwriter.Writer
	rows int
}

// tableBlock is how many rows are aligned with one another.
const tableBlock = 1000

func (w *tableRows) row(values []any) error {
	fields := texts(values)
	clean := strings.NewReplacer("\t", " ", "\n", " ")
	for i, value := range values {
		fields[i] = clean.Replace(fields[i])
		if value == nil {
			fields[i] = "NULL"
		}
	}
	if w.rows++; w.rows%tableBlock == 0 {
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return w.line(fields)
}

func (w *tableRows) line(fields []string) error {
	_, err := fmt.Fprintln(w.Writer, strings.Join(fields, "\t"))
	return err
}

func (w *tableRows) end() error { return w.Flush() }

// jsonRows writes one object a line, with the columns in their order.
type jsonRows struct {
	out     io.Writer
	columns []string
}

func (w *jsonRows) row(values []any) error {
	var line strings.Builder
	line.WriteByte('{')
	for i, value := range values {
		name, err := json.Marshal(w.columns[i])
		if err != nil {
			return err
		}
		encoded, err := json.Marshal(value)
		if err != nil {
			return err
		}
		if i > 0 {
			line.WriteByte(',')
		}
		line.Write(name)
		line.WriteByte(':')
		line.Write(encoded)
	}
	line.WriteString("}\n")
	_, err := io.WriteString(w.out, line.String())
	return err
}

func (w *jsonRows) end() error { return nil }
