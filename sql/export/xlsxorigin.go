package export

import (
	"strconv"

	"github.com/xuri/excelize/v2"
)

// writeOrigin adds the sheet that says where the numbers come from.
func (w *xlsxWriter) writeOrigin(o origin) error {
	if _, err := w.file.NewSheet(sheetOrigin); err != nil {
		return err
	}
	sheet, err := w.file.NewStreamWriter(sheetOrigin)
	if err != nil {
		return err
	}
	for i, width := range []float64{34, 28, 30, 110} {
		if err := sheet.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	number := 0
	add := func(style int, texts ...string) error {
		number++
		cells := make([]any, len(texts))
		for i, text := range texts {
			cells[i] = excelize.Cell{StyleID: style, Value: Defuse(text)}
		}
		return sheet.SetRow("A"+strconv.Itoa(number), cells)
	}
	for _, fact := range o.facts() {
		if err := add(0, fact.Name, fact.Value); err != nil {
			return err
		}
	}
	number++ // an empty row
	if err := add(w.bold, "Kolumn", "Enhet", "Typ", "Beskrivning"); err != nil {
		return err
	}
	for _, column := range o.Columns {
		if err := add(0, column.Name, unit(column), column.Type, column.Comment); err != nil {
			return err
		}
	}
	return sheet.Flush()
}
