// Package trial tries the plugin that is shipped: every named query, route and
// export as every role, and a corpus of attacks, on a database whose accounts are
// real. It has tests only.
//
// What each role is to get is the table in sql/access/matrix.md. Nothing of what is
// planted in an area that a role does not see may be in any answer, error or line
// of the log, however it is asked for.
package trial
