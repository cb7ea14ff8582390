// Package workbook writes the forecast as a workbook for a budget meeting: what a
// year ahead needs by area, what that rests on, the months, the scenarios, the
// staff, how right forecasts have been and why this one differs from the last.
//
// # Sheets
//
// In Swedish, for their readers: Sammanfattning, Antaganden, Månader, Scenarier,
// Bemanning, Träffsäkerhet, Förändring, Diagram and Ursprung.
//
// # How it is made
//
// [Read] reads what is shown now, as the account it is given, which should be the
// analyst's. Each number is that of an object of the database: mart.staffing,
// mart.scenario_comparisons, mart.forecast_accuracies, mart.scope_months and the
// tables of model; here are only sums over months and texts. [Write] makes the
// sheets: values only, no formulas, numbers as numbers and months as dates. What is
// missing (no capacities, no norms, no earlier forecast) is said where it would
// stand. All rows are held in memory: some ten thousand for a large municipality.
package workbook
