package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// The columns of the sheet that charts draw.
const (
	monthsMonth  = "D"
	monthsActual = "E"
	monthsMean   = "F"
	monthsLow    = "G"
	monthsHigh   = "H"
)

// months writes what was and what is expected, month by month.
func (b *book) months() map[[2]string]span {
	s := b.fill(sheetMonths, 24, 50, 18, 11, 16, 16, 16, 16, 12)
	s.title("Månad för månad: utfall och prognos")
	s.note(fmt.Sprintf("Scenariot %s. %d månaders utfall och därefter prognosen. Intervallet Lägst–Högst är 80 %%: i fyra månader av fem bör utfallet ligga "+
		"inom det. Områdenas intervall kan inte läggas ihop till kommunens: upp- och nedgångar tar delvis ut varandra. En tom cell är en månad "+
		"som inte har levererats.", b.data.scenarioName(asToday), historyMonths))
	rows := make([][]any, len(b.data.Values))
	for i, v := range b.data.Values {
		f := resourceFormat(v.Resource)
		var ahead any
		if v.Horizon > 0 {
			ahead = v.Horizon
		}
		rows[i] = []any{
			b.data.areaName(v.Area), nameOf(resources(), v.Resource), unitOf(v.Resource), v.Month,
			cell{v.Actual, f},
			cell{v.Mean, f},
			cell{v.Low, f},
			cell{v.High, f},
			ahead,
		}
	}
	columns := []column{
		{head: "Område"},
		{head: "Resurs"},
		{head: "Enhet"},
		{head: "Månad", format: formatMonth},
		{head: "Utfall"},
		{head: "Prognos"},
		{head: "Lägst (10 %)"},
		{head: "Högst (90 %)"},
		{head: "Månader framåt", format: formatWhole},
	}
	for i := range columns[:3] {
		columns[i].format = formatText
	}
	t := s.table(columns, rows)
	s.long(t, len(columns))
	found := blocks(len(rows), t.first, func(i int) [2]string { return [2]string{b.data.Values[i].Area, b.data.Values[i].Resource} })
	for k, rows := range found {
		if b.data.Values[rows.last-t.first].Mean == nil { // a resource that is not forecast
			delete(found, k)
		}
	}
	return found
}

// blocks finds the runs of rows with the same key.
func blocks(n, first int, key func(i int) [2]string) map[[2]string]span {
	found := map[[2]string]span{}
	for i := range n {
		block, ok := found[key(i)]
		if !ok {
			block.first = first + i
		}
		block.last = first + i
		found[key(i)] = block
	}
	return found
}

func resourceFormat(resource string) format {
	switch {
	case resource == "short_term":
		return formatFew
	case unitOf(resource) == unitPersons:
		return formatPersons
	}
	return formatHours
}

// fan draws history and forecast with its interval.
func (b *book) fan(onto, at string, area, resource string, rows span) {
	const head = 3 // after the title and the note
	title := b.data.areaName(area) + ": " + nameOf(resources(), resource) + " (" + unitOf(resource) + ")"
	var values []*float64
	var series []line
	for _, v := range b.data.Values {
		if v.Area == area && v.Resource == resource {
			if v.Actual != nil && series == nil {
				series = []line{{column: monthsActual, head: head, colour: colourDark, width: 2}}
			}
			values = append(values, v.Actual, v.Low, v.High)
		}
	}
	series = append(series,
		line{column: monthsMean, head: head, colour: colourMean, width: 2},
		line{column: monthsLow, head: head, colour: colourRange, width: 1.25, dash: excelize.LineDashDash},
		line{column: monthsHigh, head: head, colour: colourRange, width: 1.25, dash: excelize.LineDashDash})
	b.lines(onto, at, title, sheetMonths, monthsMonth, rows, axisStart(values...), series...)
}
