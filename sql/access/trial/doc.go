// Package trial tries every account on every object of a database, and compares
// what comes with the table of expected answers ([access.Expected]).
//
// What is tried: reading, by what is refused; rows, by their number and the sum of
// the hashes of their clients, which the owner counts by a condition of his own;
// writing in five ways, each of which would change nothing were it allowed; and
// ways around ([Attacks]): functions that reach files and other servers, the
// engine's own tables, settings, and errors that tell of rows that are hidden.
package trial
