// Package export takes data out of the warehouse as a file: forecasts, the staff
// that they need, scenarios, areas month by month, or the clients of a selection
// (sv: urval), as CSV, CSV for Swedish Excel, XLSX or Parquet; or all of the forecast
// as one workbook with charts (the package workbook).
//
// # How it reads
//
// [Run] reads as the account it is given, which should be the analyst's, and
// streams: a row is written as it comes, so memory stays flat whatever the size.
// Columns, their types and their descriptions are those of the database, so a
// column added to a table is in the next export. Values are bound as query
// parameters. The one text that becomes SQL is a condition on mart.candidates,
// of a saved selection or given by the caller: the engine must parse it as one
// expression, before it is run in a subquery of its own.
//
// # How it writes
//
//   - csv: RFC 4180, UTF-8, comma, decimal point, dates in ISO 8601.
//   - csv-se: semicolon, byte order mark, decimal comma, dates in ISO 8601.
//   - xlsx: numbers and dates as such, and a sheet Ursprung (origin).
//   - parquet: logical types, origin in the file's key-value metadata.
//
// In the first three a text that a spreadsheet could take for a formula gets an
// apostrophe before it. Identifiers of 64 bits are text wherever a spreadsheet
// would round them.
//
// # What it leaves
//
// [ToFile] writes under another name, then one row in ops.export_log and one in
// ops.access_log, then renames: there is no export without its row, and a broken
// one never has its name. [ToStream], for standard output, writes the rows of the
// logs when the bytes are out, also when it broke off after the first row.
package export
