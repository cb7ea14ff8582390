package export

import (
	"encoding/csv"
	"fmt"
	"io"
)

// writer writes rows as they come.
type writer interface {
	begin(columns []Column) error
	row(values []any) error
	// end finishes the file; the origin knows the number of rows by then.
	end(o origin) error
	// abandon frees what a file that is not finished holds.
	abandon()
}

// byteOrderMark tells Excel that a CSV file is UTF-8.
const byteOrderMark = "\ufeff"

// csvWriter writes csv and csv-se.
type csvWriter struct {
	out     io.Writer
	csv     *csv.Writer
	form    textForm
	mark    bool
	columns []Column
	fields  []string
}

func newCSV(out io.Writer) *csvWriter {
	w := &csvWriter{out: out, csv: csv.NewWriter(out)}
	w.csv.UseCRLF = true // RFC 4180, section 2
	return w
}

func newCSVSE(out io.Writer) *csvWriter {
	w := newCSV(out)
	w.csv.Comma = ';'
	w.form = textForm{comma: true, guardIdentifiers: true}
	w.mark = true
	return w
}

func (w *csvWriter) begin(columns []Column) error {
	w.columns, w.fields = columns, make([]string, len(columns))
	if w.mark {
		if _, err := io.WriteString(w.out, byteOrderMark); err != nil {
			return fmt.Errorf("write the file: %w", err)
		}
	}
	for i, column := range columns {
		w.fields[i] = column.Name
	}
	return w.write()
}

func (w *csvWriter) row(values []any) error {
	for i, value := range values {
		w.fields[i] = w.form.cell(value, w.columns[i])
	}
	return w.write()
}

func (w *csvWriter) write() error {
	if err := w.csv.Write(w.fields); err != nil {
		return fmt.Errorf("write the file: %w", err)
	}
	return nil
}

func (w *csvWriter) end(origin) error {
	w.csv.Flush()
	if err := w.csv.Error(); err != nil {
		return fmt.Errorf("write the file: %w", err)
	}
	return nil
}

func (w *csvWriter) abandon() {}
