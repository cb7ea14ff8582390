package workbook

import (
	"fmt"
	"math"

	"github.com/xuri/excelize/v2"
)

// The size of a chart, pixels, and the rows that it covers with some room below: the
// library takes a row of 15 points for 18 pixels and fixes the chart to rows.
const (
	chartWidth  = 620
	chartHeight = 320
	chartRows   = 19
)

// line is a series of a chart: a column of a sheet's table.
type line struct {
	column string // letter
	head   int    // row of the header, which is the series' name
	colour string
	dash   excelize.LineDashType
	width  float64
}

// lines draws columns of a table over its rows, which are months, from a least value
// upwards, if there is one.
func (b *book) lines(onto, at, title string, from string, months string, rows span, least *float64, series ...line) {
	chart := b.chart(excelize.Line, title)
	chart.YAxis.Minimum = least
	chart.XAxis.NumFmt = excelize.ChartNumFmt{CustomNumFmt: string(formatMonth)}
	chart.XAxis.TickLabelSkip = 6
	chart.XAxis.Alignment.TextRotation = -45 // LibreOffice lets labels overlap unless they are turned
	chart.ShowBlanksAs = "gap"
	for _, s := range series {
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name:       fmt.Sprintf("'%s'!$%s$%d", from, s.column, s.head),
			Categories: reference(from, months, rows),
			Values:     reference(from, s.column, rows),
			Marker:     excelize.ChartMarker{Symbol: "none"},
			Fill:       excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{s.colour}}, // the library takes the line's colour from here
			Line:       excelize.LineOptions{Type: excelize.LineSolid, Dash: s.dash, Width: s.width},
		})
	}
	b.try(b.file.AddChart(onto, at, chart))
}

// chart is what all charts have in common.
func (b *book) chart(kind excelize.ChartType, title string) *excelize.Chart {
	small, vary := excelize.Font{Size: 9, Color: "404040"}, false
	return &excelize.Chart{
		Type: kind, VaryColors: &vary,
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Bold: true, Size: 12, Color: colourDark}}}},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: chartWidth, Height: chartHeight},
		Format:    excelize.GraphicOptions{AltText: title},
		XAxis:     excelize.ChartAxis{Font: small, TickLabelPosition: excelize.ChartTickLabelLow},
		YAxis: excelize.ChartAxis{
			Font: small, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: string(formatWhole)},
		},
		Border: excelize.LineOptions{Type: excelize.LineSolid, Width: 0.75, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colourLine}}},
	}
}

// axisStart is a round number below all values, so that an interval can be seen; nil,
// which leaves the axis to begin at 0, when they come near 0 themselves.
func axisStart(values ...*float64) *float64 {
	least, most := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if v != nil {
			least, most = math.Min(least, *v), math.Max(most, *v)
		}
	}
	if !(least > most/2) {
		return nil
	}
	step := math.Pow(10, math.Floor(math.Log10(most-least+1)))
	start := math.Max(0, step*math.Floor((least-(most-least)/4)/step))
	return &start
}

func reference(sheet, column string, rows span) string {
	return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", sheet, column, rows.first, column, rows.last)
}

// room makes rows for charts: their height is said, since empty rows are not equally
// high in all programs. It returns the first.
func (s *sheet) room(rows int) int {
	first := s.next
	for ; s.next < first+rows; s.next++ {
		s.try(s.file.SetRowHeight(s.name, s.next, lineHeight))
	}
	return first
}
