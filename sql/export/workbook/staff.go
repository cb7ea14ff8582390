package workbook

import "github.com/xuri/excelize/v2"

// The columns of the sheet that charts draw, and the row of its header.
const (
	staffMonth     = "C"
	staffNeeded    = "G"
	staffLow       = "H"
	staffHigh      = "I"
	staffAvailable = "J"
)

// staff writes the staff that is needed beside the staff that there is.
func (b *book) staff() map[[2]string]span {
	s := b.fill(sheetStaff, 24, 18, 11, 15, 15, 15, 13, 13, 13, 13, 13, 13, 12, 13, 16)
	s.title("Bemanning: behov och tillgång")
	s.note("Scenariot som i dag. Timmar hos brukare blir arbetad tid (restid och annat arbete läggs till) och årsarbetare (åa) enligt bemanningstalen på bladet " +
		sheetAssumptions + ". Lägst och Högst är 80 %-intervallet för timmarna, räknat som om alla resurser avvek åt samma håll samtidigt: hellre för brett än för smalt. " +
		b.capacityNote() + " " + b.normNote())
	rows := make([][]any, len(b.data.Staff))
	for i, r := range b.data.Staff {
		var assumed any
		if r.AvailableH != nil {
			assumed = yesNo(r.IsAssumed)
		}
		rows[i] = []any{
			b.data.areaName(r.Area), nameOf(professions(), r.Profession), r.Month, r.ClientH, r.NeededH, r.AvailableH,
			r.NeededFTE, r.NeededFTE * r.lowShare(), r.NeededFTE * r.highShare(), r.AvailableFTE, r.GapFTE, r.VacantFTE, assumed, r.CostPerH, r.Cost,
		}
	}
	columns := []column{
		{head: "Område", format: formatText},
		{head: "Yrke", format: formatText},
		{head: "Månad", format: formatMonth},
		{head: "Timmar hos brukare", format: formatHours},
		{head: "Arbetad tid som behövs", format: formatHours},
		{head: "Arbetad tid som finns", format: formatHours},
		{head: "Behövs", format: formatFTE},
		{head: "Behövs, lägst", format: formatFTE},
		{head: "Behövs, högst", format: formatFTE},
		{head: "Finns", format: formatFTE},
		{head: "Finns − behövs", format: formatMoreFTE},
		{head: "Vakanser", format: formatFTE},
		{head: "Tillgång antagen", format: formatText},
		{head: "Kostnad per timme", format: formatSEK},
		{head: "Kostnad för behovet", format: formatSEK},
	}
	t := s.table(columns, rows)
	s.long(t, len(columns))
	return blocks(len(rows), t.first, func(i int) [2]string { return [2]string{b.data.Staff[i].Area, b.data.Staff[i].Profession} })
}

// capacityNote says what is known of the staff that there is.
func (b *book) capacityNote() string {
	var known, assumed int
	for _, r := range b.data.Staff {
		if r.AvailableH != nil {
			known++
		}
		if r.IsAssumed {
			assumed++
		}
	}
	switch {
	case len(b.data.Staff) == 0:
		return "Prognosen har inga resurser som kräver personal."
	case known == 0:
		return "Ingen kapacitet är levererad: tillgång, skillnad och kostnad kan inte visas."
	case assumed > 0:
		return "Där tillgången är antagen är månaden inte levererad, och den senaste levererade månaden gäller."
	}
	return "Tillgången är levererad för alla månader som visas."
}

// normNote says whether the norms are the municipality's own.
func (b *book) normNote() string {
	if len(b.data.Norms) == 0 {
		return "Inga bemanningstal finns: timmar kan inte räknas om till årsarbetare."
	}
	examples := 0
	for _, n := range b.data.Norms {
		if n.IsExample {
			examples++
		}
	}
	switch examples {
	case 0:
		return "Bemanningstalen är kommunens egna."
	case len(b.data.Norms):
		return "Bemanningstalen är exempel, inte kommunens egna: läs skillnader mellan områden och över tid, inte nivån."
	}
	return "En del av bemanningstalen är exempel, inte kommunens egna (se " + sheetAssumptions + ")."
}

// balance draws the staff that is needed beside the staff that there is.
func (b *book) balance(onto, at string, area, profession string, rows span) {
	const head = 3 // after the title and the note
	series := []line{
		{column: staffNeeded, head: head, colour: colourNeeded, width: 2},
		{column: staffLow, head: head, colour: "F4B183", width: 1.25, dash: excelize.LineDashDash},
		{column: staffHigh, head: head, colour: "F4B183", width: 1.25, dash: excelize.LineDashDash},
	}
	var values []*float64
	hasCapacity := false
	for _, r := range b.data.Staff {
		if r.Area == area && r.Profession == profession {
			low, high := r.NeededFTE*r.lowShare(), r.NeededFTE*r.highShare()
			values = append(values, &low, &high, r.AvailableFTE)
			hasCapacity = hasCapacity || r.AvailableFTE != nil
		}
	}
	if hasCapacity {
		series = append(series, line{column: staffAvailable, head: head, colour: colourDark, width: 2})
	}
	title := b.data.areaName(area) + ": " + nameOf(professions(), profession) + ", behov och tillgång (årsarbetare)"
	b.lines(onto, at, title, sheetStaff, staffMonth, rows, axisStart(values...), series...)
}
