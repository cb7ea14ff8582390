// Package access says who may read and write what, and gives it to the database.
//
// A [Description] (sql/access.yaml) says what roles are; [Members] (the
// municipality's own access.yaml) say who has them, and in which areas. [Compile]
// makes accounts of the database from both and from the class of each object
// ([sqlfs.Header.Access]): one account for each program, one for each role, and
// one for each set of areas that members of a role see, with a row filter on every
// table with clients. [Plan.UsersXML] writes them for the embedded engine and
// [Plan.Statements] for a server. So the database decides, whatever is asked and
// by whichever way; pages and programs above it only choose the account.
package access
