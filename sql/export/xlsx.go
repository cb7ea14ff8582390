package export

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// maxRowsXLSX is how many rows a sheet holds, the header among them: Excel's
// specification.
const maxRowsXLSX = 1_048_576

// maxExactFloat is 2^53: a cell's number, a float64, holds all integers up to it.
const maxExactFloat = 1 << 53

// The names of the sheets.
const (
	sheetData   = "Uttag"
	sheetOrigin = "Ursprung"
)

// xlsxWriter streams rows to a sheet; excelize keeps what is past 16 MB on disk.
type xlsxWriter struct {
	out     io.Writer
	file    *excelize.File
	sheet   *excelize.StreamWriter
	columns []Column
	cells   []any
	rows    int // written, with the header
	bold    int // styles
	day     int
	moment  int
}

func newXLSX(out io.Writer) *xlsxWriter { return &xlsxWriter{out: out, file: excelize.NewFile()} }

func (w *xlsxWriter) begin(columns []Column) error {
	w.columns, w.cells = columns, make([]any, len(columns))
	if err := w.styles(); err != nil {
		return fmt.Errorf("begin the workbook: %w", err)
	}
	if err := w.file.SetSheetName("Sheet1", sheetData); err != nil {
		return fmt.Errorf("begin the workbook: %w", err)
	}
	var err error
	if w.sheet, err = w.file.NewStreamWriter(sheetData); err != nil {
		return fmt.Errorf("begin the workbook: %w", err)
	}
	if err := w.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("freeze the header: %w", err)
	}
	for i, column := range columns {
		if err := w.sheet.SetColWidth(i+1, i+1, width(column)); err != nil {
			return fmt.Errorf("set the width of %s: %w", column.Name, err)
		}
		w.cells[i] = excelize.Cell{StyleID: w.bold, Value: column.Name}
	}
	return w.write(w.cells)
}

func (w *xlsxWriter) styles() (err error) {
	isoDay, isoMoment := "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
	if w.bold, err = w.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return err
	}
	if w.day, err = w.file.NewStyle(&excelize.Style{CustomNumFmt: &isoDay}); err != nil {
		return err
	}
	w.moment, err = w.file.NewStyle(&excelize.Style{CustomNumFmt: &isoMoment})
	return err
}

// width is a column's width in characters: the header, or what its kind needs.
func width(column Column) float64 {
	least := 12.0
	switch {
	case column.IsIdentifier():
		least = 22
	case column.Kind == List, column.Kind == Map:
		least = 40
	}
	return math.Min(math.Max(least, float64(len(column.Name))+2), 60)
}

func (w *xlsxWriter) row(values []any) error {
	for i, value := range values {
		w.cells[i] = w.cell(value, w.columns[i])
	}
	return w.write(w.cells)
}

func (w *xlsxWriter) write(cells []any) error {
	if w.rows == maxRowsXLSX {
		return tooManyForXLSX(uint64(w.rows))
	}
	w.rows++
	if err := w.sheet.SetRow("A"+strconv.Itoa(w.rows), cells); err != nil {
		return fmt.Errorf("write row %d: %w", w.rows, err)
	}
	return nil
}

// cell returns what excelize takes for a value; nil leaves the cell empty.
func (w *xlsxWriter) cell(value any, column Column) any {
	switch value := value.(type) {
	case nil:
		return nil
	case bool, int64:
		return value
	case uint64:
		if column.IsIdentifier() || value > maxExactFloat {
			return strconv.FormatUint(value, 10)
		}
		return value
	case float64:
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return nil
		}
		return value
	case decimal.Decimal:
		return value.InexactFloat64()
	case time.Time:
		style := w.moment
		if column.Kind == Date {
			style = w.day
		}
		return excelize.Cell{StyleID: style, Value: value.UTC()}
	}
	return Defuse(textForm{comma: true}.plain(value, column))
}

func (w *xlsxWriter) end(o origin) error {
	if err := w.sheet.Flush(); err != nil {
		return fmt.Errorf("end the sheet: %w", err)
	}
	if err := w.writeOrigin(o); err != nil {
		return fmt.Errorf("write the sheet %s: %w", sheetOrigin, err)
	}
	if err := w.file.Write(w.out); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return w.file.Close()
}

// abandon deletes excelize's temporary files.
func (w *xlsxWriter) abandon() { _ = w.file.Close() }

func tooManyForXLSX(rows uint64) error {
	return faultf("%d rows do not fit into a sheet of Excel, which holds %d with the header: narrow the export, or take csv or parquet",
		rows, maxRowsXLSX)
}
