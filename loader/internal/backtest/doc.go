// Package backtest judges the methods of models/series on a table of monthly
// series, as framsyn model backtest does. docs/models/command.md says what a user
// sees, docs/models/series.md what the methods are.
//
// # Layout
//
// A wide table has a row for each month, a column of months and a column for each
// series. A long table has three columns: month, series and value; it is known by
// their names. Rows may come in any order. A month of which there is no row, and
// an empty cell, are missing values. A month that is there twice, and a cell that
// is no number, are faults.
//
// # What is judged
//
// The last horizon months are compared, the months before them are learned from;
// further origins lie one month earlier each. A series is left out, and named in
// the report, when the months to learn from hold fewer than three values or no two
// of them a season apart, or when no month to compare with is known. All methods
// are so judged on the same series, unless one of them fails, which is counted.
// Measures are means over series, as series.Backtest defines them.
package backtest
