package workbook

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// The names of the sheets.
const (
	sheetSummary     = "Sammanfattning"
	sheetAssumptions = "Antaganden"
	sheetMonths      = "Månader"
	sheetScenarios   = "Scenarier"
	sheetStaff       = "Bemanning"
	sheetAccuracy    = "Träffsäkerhet"
	sheetChanges     = "Förändring"
	sheetCharts      = "Diagram"
	sheetOrigin      = "Ursprung"
)

// Sheets are the names of the sheets, in order.
func Sheets() []string {
	return []string{sheetSummary, sheetAssumptions, sheetMonths, sheetScenarios, sheetStaff, sheetAccuracy, sheetChanges, sheetCharts, sheetOrigin}
}

// Fact is a line of the sheet on the origin.
type Fact struct{ Name, Value string }

// Options are what the sheets need besides the data.
type Options struct {
	Clean func(text string) string // makes a text harmless for a spreadsheet; nil leaves it
	Facts func(rows uint64) []Fact // where it comes from, when so many rows have been written; nil for none
}

// parts are where the rows of charts are.
type parts struct {
	months map[[2]string]span // by area and resource
	staff  map[[2]string]span // by area and profession
}

// Write writes the workbook and returns how many rows its tables have.
func Write(out io.Writer, d *Data, o Options) (uint64, error) {
	if o.Clean == nil {
		o.Clean = func(text string) string { return text }
	}
	b := &book{file: excelize.NewFile(), data: d, clean: o.Clean, styles: map[format]int{}}
	defer func() { _ = b.file.Close() }() // it deletes temporary files
	b.try(b.file.SetSheetName("Sheet1", sheetSummary))
	for _, name := range Sheets()[1:] {
		_, err := b.file.NewSheet(name)
		b.try(err)
	}
	b.assumptions()
	at := parts{months: b.months(), staff: b.staff()}
	b.scenarios()
	b.accuracy()
	b.changes()
	b.diagrams(at)
	b.summary(at)
	b.origin(o.Facts)
	if b.err != nil {
		return b.rows, fmt.Errorf("make the workbook: %w", b.err)
	}
	if err := b.file.Write(out); err != nil {
		return b.rows, fmt.Errorf("write the workbook: %w", err)
	}
	return b.rows, nil
}

// areaName is what people call an area.
func (d *Data) areaName(id string) string {
	for _, a := range d.Areas {
		if a.ID == id {
			return a.Name
		}
	}
	return id
}

func (d *Data) scenarioName(id string) string {
	for _, s := range d.Scenarios {
		if s.ID == id {
			return s.Name
		}
	}
	return id
}
