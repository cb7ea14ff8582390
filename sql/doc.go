// Package sqlfs holds the database contract: every table, view, code list, check
// and example case, as files embedded into the binary.
//
// One folder is one database and one file is one object:
//
//	raw/ stg/ core/ mart/ model/ ops/ vault/   <name>.sql, one table or view
//	seeds/<database>.<name>.csv                rows of a table with "Load: seed"
//	checks/<name>.sql                          a query that must return no rows
//	cases/<database>.<name>/                   given/*.csv and the expected rows
//	migrations/<NNNN>_<name>.sql               changes that cannot be made in place
//	access.yaml                                users, profiles and grants
//
// An object file is a comment header (title, Grain, Keys, Sources, Load, Sort
// key), one CREATE TABLE or CREATE VIEW, and for a derived table one INSERT INTO
// … SELECT. The package parses and orders these files; it talks to no database.
package sqlfs
