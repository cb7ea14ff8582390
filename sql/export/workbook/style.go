package workbook

import "github.com/xuri/excelize/v2"

// format is how a cell looks: a number format of Excel, or one of the texts.
type format string

// The formats; the units stand in the cells, so that a copied table keeps them.
const (
	formatText    format = "text"
	formatWrapped format = "wrapped"
	formatHead    format = "head"
	formatTitle   format = "title"
	formatSection format = "section"
	formatMonth   format = "yyyy-mm"
	formatDay     format = "yyyy-mm-dd"
	formatWhole   format = "#,##0"
	formatYear    format = "0"
	formatPersons format = `#,##0" pers"`
	formatFew     format = `#,##0.0" pers"`
	formatHours   format = `#,##0" tim"`
	formatHours1  format = `#,##0.0" tim"`
	formatMoreH   format = `+#,##0" tim";-#,##0" tim";0" tim"`
	formatFTE     format = `#,##0.0" åa"`
	formatMoreFTE format = `+#,##0.0" åa";-#,##0.0" åa";0.0" åa"`
	formatSEK     format = `#,##0" kr"`
	formatMoreSEK format = `+#,##0" kr";-#,##0" kr";0" kr"`
	formatShare   format = "0.0%"
	formatMore    format = "+0.0%;-0.0%;0.0%"
	formatSigned  format = "+#,##0.0;-#,##0.0;0.0"
	formatDecimal format = "#,##0.00"
)

// The colours, dark on light so that they can be printed.
const (
	colourHead   = "DDEBF7"
	colourDark   = "1F3864"
	colourMean   = "2E75B6"
	colourRange  = "9DC3E6"
	colourNeeded = "C55A11"
	colourLine   = "BFBFBF"
)

// style returns the workbook's number of a format's style.
func (b *book) style(f format) int {
	if id, ok := b.styles[f]; ok {
		return id
	}
	style := &excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}}
	switch f { //nolint:exhaustive // the others are number formats, which the default takes as they are
	case formatText, "":
	case formatWrapped:
		style.Alignment.WrapText = true
	case formatHead:
		style.Font = &excelize.Font{Bold: true}
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colourHead}}
		style.Alignment = &excelize.Alignment{WrapText: true, Vertical: "center"}
		style.Border = []excelize.Border{{Type: "bottom", Color: colourDark, Style: 1}}
	case formatTitle:
		style.Font = &excelize.Font{Bold: true, Size: 16, Color: colourDark}
	case formatSection:
		style.Font = &excelize.Font{Bold: true, Size: 12, Color: colourDark}
	default:
		code := string(f)
		style.CustomNumFmt = &code
	}
	id, err := b.file.NewStyle(style)
	b.try(err)
	b.styles[f] = id
	return id
}
