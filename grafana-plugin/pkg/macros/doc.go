// Package macros turns the SQL that somebody wrote into the SQL that the database
// runs: it replaces macros ($__timeFilter(col)), dashboard variables ($area) and
// ad hoc filters, all of it here and nothing in the browser, so that panels, alert
// rules, public dashboards, annotations and the API agree.
//
// # Rules
//
// Strings, quoted names and comments are left alone; a string that names a variable
// or a macro gets a notice. What a reader can choose
// (variables, filters, search text, areas) becomes the value of a query parameter
// {name:Type}, never text; what comes from the clock is written as a number. A
// variable outside of strings, $area or ${area}, is bound as a String, or as an
// Array(String) when several values were sent; {area:UInt64} binds the variable
// area with that type. Names that begin with two underscores are the package's own.
// $$__ is written as $__ and expands nothing. A text is one statement.
//
// The package is not the wall: the database user's grants, profile and row
// policies are.
package macros
