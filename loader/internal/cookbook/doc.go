// Package cookbook tests docs/sql.md: every query in it runs as the analyst on a
// filled database and returns rows with the columns that the page promises. It
// has no code of its own.
package cookbook
