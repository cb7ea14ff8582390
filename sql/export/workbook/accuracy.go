package workbook

// accuracy writes how right forecasts from earlier months have been.
func (b *book) accuracy() {
	s := b.fill(sheetAccuracy, 24, 50, 38, 10, 11, 16, 10, 14, 11, 13, 10)
	s.title("Träffsäkerhet: prognoser gjorda från tidigare månader")
	s.note("Varje metod har gjort prognoser från tidigare månader, med bara det som var känt då. MASE är felet delat med det fel som samma månad förra året brukar ge: " +
		"under 1 är bättre än så. Snedhet är hur mycket för högt (+) eller lågt (−) i medel. I 80 %-intervallet bör 80 % av utfallen ligga. Med få prognoser säger " +
		"siffrorna lite: välj inte metod efter små skillnader. Alla metoder visas för " + b.data.Areas[0].Name + ", för övriga bara den sammanvägda.")
	s.section("Omdömen")
	if len(b.data.Verdicts) == 0 {
		s.note("Inga omdömen: det finns för få månader att döma efter.")
	} else {
		var rows [][]any
		for _, v := range b.data.Verdicts {
			rows = append(rows, []any{nameOf(levels(), v.Level), nameOf(resources(), v.Resource), v.Sentence, v.Origins})
		}
		s.table([]column{
			{head: "Nivå", format: formatText},
			{head: "Resurs", format: formatText},
			{head: "Omdöme", format: formatWrapped, cells: 7},
			{head: "Tidigare prognoser", format: formatWhole, cells: 2},
		}, rows)
	}
	s.section("Fel per metod och månader framåt")
	if len(b.data.Accuracies) == 0 {
		s.note("Ingen träffsäkerhet är mätt: det finns för få månader att döma efter.")
		return
	}
	least := b.leastError()
	rows := make([][]any, len(b.data.Accuracies))
	for i, a := range b.data.Accuracies {
		best := ""
		if least[scored{a.Area, a.Resource, a.Horizon}] == a.MASE && a.Area == b.data.Areas[0].ID {
			best = "minst"
		}
		f := resourceFormat(a.Resource)
		if a.Resource != "home_care_h" && f == formatHours {
			f = formatHours1
		}
		mae := f
		if f == formatPersons {
			mae = formatFew
		}
		rows[i] = []any{
			b.data.areaName(a.Area), nameOf(resources(), a.Resource), nameOf(methods(), a.Method), a.Horizon, a.Origins,
			cell{a.Level, f},
			a.MASE,
			cell{a.MAE, mae},
			a.Bias, a.Coverage80, best,
		}
	}
	s.table([]column{
		{head: "Område", format: formatText},
		{head: "Resurs", format: formatText},
		{head: "Metod", format: formatText},
		{head: "Månader framåt", format: formatWhole},
		{head: "Antal prognoser", format: formatWhole},
		{head: "Utfall, medel"},
		{head: "MASE", format: formatDecimal},
		{head: "Fel i medel (MAE)"},
		{head: "Snedhet", format: formatMore},
		{head: "I 80 %-intervallet", format: formatShare},
		{head: "Minst MASE", format: formatText},
	}, rows)
	s.freeze(1, 2)
}

// scored is what methods are compared on.
type scored struct {
	area, resource string
	horizon        uint16
}

// leastError is the least MASE of all methods.
func (b *book) leastError() map[scored]float64 {
	least := map[scored]float64{}
	for _, a := range b.data.Accuracies {
		k := scored{a.Area, a.Resource, a.Horizon}
		if known, ok := least[k]; !ok || a.MASE < known {
			least[k] = a.MASE
		}
	}
	return least
}
