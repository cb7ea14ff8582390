package workbook

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"
)

// monthsOfYear is how many months make a whole year.
const monthsOfYear = 12

// scenarios writes what each scenario needs beside the one as today.
func (b *book) scenarios() {
	s := b.fill(sheetScenarios, 26, 36, 14, 14, 16, 16, 14, 14, 20, 18)
	s.title("Scenarier jämförda med som i dag")
	s.note("Alla yrken tillsammans, per kalenderår. Timmar är hos brukare; årsarbetare (åa) är medel över årets månader; kostnad är för hela behovet, bemannat eller inte. " +
		"Ett år med färre än tolv månader är bara de månader som prognosen har. Skillnaden har ingen osäkerhet här: den följer av vad scenariot antar (se " +
		sheetAssumptions + "). " + b.normNote())
	if len(b.data.Years) == 0 {
		s.note("Det finns inga scenarier att jämföra.")
		return
	}
	if len(b.data.Scenarios) > 1 {
		b.overview(s)
	} else {
		s.note("Prognosen har bara scenariot som i dag: det finns inget att jämföra med. Scenarier sparas i core.scenarios.")
	}
	s.section("Per område, scenario och år")
	rows := make([][]any, len(b.data.Years))
	for i, y := range b.data.Years {
		rows[i] = []any{
			b.data.areaName(y.Area), b.data.scenarioName(y.Scenario), y.Year, y.Months,
			y.Hours, y.MoreHours, y.FTE, y.MoreFTE, y.Cost, y.MoreCost,
		}
	}
	s.table([]column{
		{head: "Område", format: formatText},
		{head: "Scenario", format: formatText},
		{head: "År", format: formatYear},
		{head: "Månader", format: formatWhole},
		{head: "Timmar hos brukare", format: formatHours},
		{head: "Skillnad mot i dag", format: formatMoreH},
		{head: "Årsarbetare", format: formatFTE},
		{head: "Skillnad mot i dag", format: formatMoreFTE},
		{head: "Kostnad", format: formatSEK},
		{head: "Skillnad mot i dag", format: formatMoreSEK},
	}, rows)
	s.freeze(1, 2)
}

// overview is a table of the first area's differences, a column a year, and their
// chart.
func (b *book) overview(s *sheet) {
	area := b.data.Areas[0].ID
	years := b.years(area)
	s.section("Årsarbetare mer eller färre än som i dag: " + b.data.areaName(area))
	columns := []column{{head: "Område", format: formatText}, {head: "Scenario", format: formatText}}
	for _, y := range years {
		head := fmt.Sprint(y.Year)
		if y.Months < monthsOfYear {
			head = fmt.Sprintf("%d (%d mån)", y.Year, y.Months)
		}
		columns = append(columns, column{head: head, format: formatMoreFTE})
	}
	var rows [][]any
	for _, scenario := range b.data.Scenarios {
		if scenario.ID == asToday {
			continue
		}
		row := []any{b.data.areaName(area), scenario.Name}
		for _, of := range years {
			var more any
			for _, y := range b.data.Years {
				if y.Area == area && y.Scenario == scenario.ID && y.Year == of.Year {
					more = y.MoreFTE
				}
			}
			row = append(row, more)
		}
		rows = append(rows, row)
	}
	t := s.table(columns, rows)
	s.next++
	b.try(b.sideBySide(s, s.room(chartRows), t, years))
}

// years are the calendar years of the forecast, from the one as today.
func (b *book) years(area string) []Year {
	var years []Year
	for _, y := range b.data.Years {
		if y.Area == area && y.Scenario == asToday {
			years = append(years, y)
		}
	}
	slices.SortFunc(years, func(a, b Year) int { return int(a.Year) - int(b.Year) })
	return years
}

// sideBySide draws the whole years of a table; all, if none is whole.
func (b *book) sideBySide(s *sheet, row int, t span, years []Year) error {
	const firstYear = 3 // column
	chart := b.chart(excelize.Col, b.data.Areas[0].Name+": årsarbetare mer eller färre än som i dag")
	chart.YAxis.NumFmt = excelize.ChartNumFmt{CustomNumFmt: string(formatSigned)}
	chart.Dimension.Width = 2 * chartWidth
	whole := slices.ContainsFunc(years, func(y Year) bool { return y.Months == monthsOfYear })
	colours := []string{colourDark, colourMean, colourRange, colourNeeded}
	for i, y := range years {
		if whole && y.Months < monthsOfYear {
			continue
		}
		letter, err := excelize.ColumnNumberToName(firstYear + i)
		if err != nil {
			return err
		}
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name:       fmt.Sprintf("'%s'!$%s$%d", s.name, letter, t.first-1),
			Categories: reference(s.name, "B", t), Values: reference(s.name, letter, t),
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colours[len(chart.Series)%len(colours)]}},
		})
	}
	return b.file.AddChart(s.name, fmt.Sprintf("A%d", row), chart)
}
