package workbook

import (
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// book is a workbook that is being written. The first fault is kept, and nothing is
// written after it.
type book struct {
	file   *excelize.File
	data   *Data
	clean  func(string) string
	styles map[format]int
	rows   uint64 // rows of tables so far
	err    error
}

func (b *book) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

// sheet is a sheet that grows downwards.
type sheet struct {
	*book
	name   string
	widths []float64
	next   int // row
}

// span is the rows of a table without its header.
type span struct{ first, last int }

// column is a column of a table.
type column struct {
	head   string
	format format
	cells  int // columns of the sheet that it covers, merged; 0 means 1
}

// cell is a value with a format of its own.
type cell struct {
	value  any
	format format
}

// fill begins a sheet with columns so wide, in characters.
func (b *book) fill(name string, widths ...float64) *sheet {
	s := &sheet{book: b, name: name, widths: widths, next: 1}
	for i, width := range widths {
		letter, err := excelize.ColumnNumberToName(i + 1)
		b.try(err)
		b.try(b.file.SetColWidth(name, letter, letter, width))
	}
	s.setUpPrint()
	return s
}

// set writes a value; nil leaves the cell empty.
func (s *sheet) set(column, row int, value any, f format) {
	if s.err != nil {
		return
	}
	name, err := excelize.CoordinatesToCellName(column, row)
	s.try(err)
	s.try(s.file.SetCellStyle(s.name, name, name, s.style(f)))
	switch value := value.(type) {
	case nil:
	case string:
		s.try(s.file.SetCellStr(s.name, name, s.clean(value)))
	case *float64:
		if value != nil {
			s.setNumber(name, *value)
		}
	case float64:
		s.setNumber(name, value)
	case time.Time:
		if !value.IsZero() && value.Unix() > 0 {
			s.try(s.file.SetCellValue(s.name, name, value.UTC()))
			s.try(s.file.SetCellStyle(s.name, name, name, s.style(f))) // the library gives dates a style of its own
		}
	default:
		s.try(s.file.SetCellValue(s.name, name, value))
	}
}

func (s *sheet) setNumber(name string, value float64) {
	if !math.IsNaN(value) && !math.IsInf(value, 0) {
		s.try(s.file.SetCellFloat(s.name, name, value, -1, 64))
	}
}

func (s *sheet) title(text string)   { s.line(text, formatTitle, 24) }
func (s *sheet) section(text string) { s.next++; s.line(text, formatSection, 18) }

func (s *sheet) line(text string, f format, height float64) {
	s.set(1, s.next, text, f)
	s.try(s.file.SetRowHeight(s.name, s.next, height))
	s.next++
}

// note writes a sentence over all columns.
func (s *sheet) note(text string) {
	s.set(1, s.next, text, formatWrapped)
	s.merge(1, len(s.widths), s.next)
	s.try(s.file.SetRowHeight(s.name, s.next, s.height(text, 1, len(s.widths))))
	s.next++
}

func (s *sheet) merge(from, to, row int) {
	first, err := excelize.CoordinatesToCellName(from, row)
	s.try(err)
	last, err := excelize.CoordinatesToCellName(to, row)
	s.try(err)
	s.try(s.file.MergeCell(s.name, first, last))
}

// lineHeight is the height of a line of 11 points, the usual font.
const lineHeight = 15

// height is what a wrapped text needs in so many columns; a merged cell does not
// grow by itself.
func (s *sheet) height(text string, from, cells int) float64 {
	var width float64
	for _, w := range s.widths[from-1 : from-1+cells] {
		width += w
	}
	return lineHeight * math.Max(1, math.Ceil(float64(utf8.RuneCountInString(text))/width))
}

// table writes a header and rows, and returns where the rows are.
func (s *sheet) table(columns []column, rows [][]any) span {
	height := float64(lineHeight)
	for i, at := 0, 1; i < len(columns); i++ {
		c := columns[i]
		for j := range c.width() {
			s.set(at+j, s.next, nil, formatHead)
		}
		s.set(at, s.next, c.head, formatHead)
		if c.width() > 1 {
			s.merge(at, at+c.width()-1, s.next)
		}
		height = math.Max(height, s.height(c.head+strings.Repeat(" ", utf8.RuneCountInString(c.head)/3), at, c.width())) // bold, and broken at words
		at += c.width()
	}
	s.try(s.file.SetRowHeight(s.name, s.next, height+3))
	s.next++
	first := s.next
	for _, row := range rows {
		s.tableRow(columns, row)
	}
	s.rows += uint64(len(rows))
	return span{first, s.next - 1}
}

func (c column) width() int { return max(c.cells, 1) }

func (s *sheet) tableRow(columns []column, row []any) {
	height := float64(lineHeight)
	at := 1
	for i, value := range row {
		f := columns[i].format
		if own, ok := value.(cell); ok {
			value, f = own.value, own.format
		}
		s.set(at, s.next, value, f)
		if columns[i].width() > 1 {
			s.merge(at, at+columns[i].width()-1, s.next)
		}
		if text, ok := value.(string); ok && f == formatWrapped {
			height = math.Max(height, s.height(text, at, columns[i].width()))
		}
		at += columns[i].width()
	}
	if height > lineHeight {
		s.try(s.file.SetRowHeight(s.name, s.next, height))
	}
	s.next++
}

// freeze keeps the rows above the next one and the first columns in sight.
func (s *sheet) freeze(row, columns int) {
	corner, err := excelize.CoordinatesToCellName(columns+1, row+1)
	s.try(err)
	pane := "bottomRight"
	if columns == 0 {
		pane = "bottomLeft"
	}
	s.try(s.file.SetPanes(s.name, &excelize.Panes{Freeze: true, XSplit: columns, YSplit: row, TopLeftCell: corner, ActivePane: pane}))
}

// long makes a table one to work with: a header that stays in sight and on each
// printed page, and a filter.
func (s *sheet) long(t span, columns int) {
	head := t.first - 1
	s.freeze(head, 2)
	first, err := excelize.CoordinatesToCellName(1, head)
	s.try(err)
	last, err := excelize.CoordinatesToCellName(columns, max(t.last, t.first))
	s.try(err)
	s.try(s.file.AutoFilter(s.name, first+":"+last, nil))
	s.fitToPage() // which the filter has undone
	s.try(s.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", s.name, head, head), Scope: s.name,
	}))
}

// setUpPrint makes the sheet fit A4 across, on its long side.
func (s *sheet) setUpPrint() {
	const a4 = 9 // ECMA-376, part 1, 18.3.1.63, paperSize
	size, orientation, across, down := a4, "landscape", 1, 0
	s.try(s.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &across, FitToHeight: &down}))
	s.fitToPage()
	side, end := 0.4, 0.6 // inches
	s.try(s.file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &end, Bottom: &end}))
	s.try(s.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&L&A&RSida &P av &N"}))
}

func (s *sheet) fitToPage() {
	fit, height := true, float64(lineHeight) // the height is said, since charts are placed by rows
	s.try(s.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit, DefaultRowHeight: &height, CustomHeight: &fit}))
}
