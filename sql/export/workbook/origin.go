package workbook

// origin writes where the numbers come from.
func (b *book) origin(facts func(rows uint64) []Fact) {
	s := b.fill(sheetOrigin, 34, 60, 60)
	s.title("Ursprung")
	written := b.rows
	var rows [][]any
	if facts != nil {
		for _, f := range facts(written) {
			rows = append(rows, []any{f.Name, f.Value})
		}
	}
	s.table([]column{{head: "Vad", format: formatText}, {head: "Värde", format: formatWrapped, cells: 2}}, rows)
	s.section("Bladens källor i databasen")
	s.table([]column{{head: "Blad", format: formatText}, {head: "Källa", format: formatWrapped}, {head: "Innehåll", format: formatWrapped}}, [][]any{
		{sheetSummary, "model.forecasts, mart.scope_months, mart.staffing, model.trend_summaries", "Prognosen tolv månader framåt mot senaste månaden, som i dag."},
		{sheetAssumptions, "model.runs, core.scenarios, core.staffing_norms, mart.staffing, core.populations, model.forecast_weights", "Vad prognosen bygger på."},
		{sheetMonths, "mart.scope_months, mart.area_months, model.forecasts", "Utfall och prognos, medel och 80 %-intervall."},
		{sheetScenarios, "mart.scenario_comparisons", "Summor (timmar, kronor) och medel (årsarbetare) per kalenderår."},
		{sheetStaff, "mart.staffing", "Behov, tillgång och kostnad."},
		{sheetAccuracy, "mart.forecast_accuracies, model.forecast_verdicts", "Prognoser gjorda från tidigare månader."},
		{sheetChanges, "model.forecast_changes", "Skälen till att prognosen har ändrats."},
		{sheetCharts, "Bladen " + sheetMonths + " och " + sheetStaff, "Inga egna värden."},
	})
	s.note("Vad en kolumn i databasen betyder står i ops.data_dictionary. Det finns inga formler i boken: ett värde som ändras här ändrar inget annat.")
	b.rows = written
}
