// Package cookbook is the questions of docs/sql.md as data, for those who write SQL
// in Grafana: each a file NN_name.sql with a header and the statement.
//
//	-- 7. Frågan på svenska | The question in English
//	-- sv:     Vad man får veta.
//	-- en:     What one learns.
//	-- Group:  forecast
//	-- returns: area_name, month
//	SELECT …
//
// A line that begins with further blanks goes on with the one above. The files are the
// source: a test keeps the page to them, and another runs every question on a filled
// database as the analyst.
package cookbook
