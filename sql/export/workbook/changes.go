package workbook

import "time"

// changes writes why the forecast differs from the one before.
func (b *book) changes() {
	s := b.fill(sheetChanges, 24, 46, 11, 12, 12, 12, 12, 14, 12, 12, 12, 70)
	s.title("Förändring: varför prognosen skiljer sig från den förra")
	if len(b.data.Changes) == 0 {
		s.note("Det finns ingen tidigare prognos med samma månader att jämföra med. Nästa gång prognosen görs står skälen här.")
		return
	}
	s.note("Jämfört med prognosen från " + b.data.Changes[0].Previous.Format(time.DateOnly) +
		". Timmar per månad eller personer, se Resurs. Delarna läggs ihop till förändringen i allt.")
	columns := []column{{head: "Område", format: formatText}, {head: "Resurs", format: formatText}, {head: "Månad", format: formatMonth}}
	for _, c := range causes() {
		columns = append(columns, column{head: c.name, format: formatSigned})
	}
	columns = append(columns, column{head: "Beskrivning", format: formatText})
	rows := make([][]any, len(b.data.Changes))
	for i, c := range b.data.Changes {
		row := []any{b.data.areaName(c.Area), nameOf(resources(), c.Resource), c.Month}
		for _, cause := range causes() {
			var part any
			if change, ok := c.Parts[cause.code]; ok {
				part = change
			}
			row = append(row, part)
		}
		rows[i] = append(row, c.Sentence)
	}
	s.long(s.table(columns, rows), len(columns))
}
