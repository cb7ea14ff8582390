// Package store runs queries in ClickHouse: a pool of connections per database
// user, the hosts one after the other when one does not answer, and errors that say
// whose they are and what to change.
//
// A query carries its id, the caller's login as quota key (a quota "keyed by client
// key" then holds for each person), and in its client name who asked from which
// dashboard and panel; in log_comment too, where the user's profile lets it be set.
// The context's deadline is not shown to the driver, which would turn it into the
// setting max_execution_time, refused to a user with readonly = 1; the query ends
// in time all the same, for the end of its context cancels it in the database.
package store
