// Package retention deletes what a municipality's rules say should not be kept any longer
// (sv: gallring), and proves it.
//
// # Rules
//
// A client is due when, for each data set that has something about the client, so many
// years have passed since the end of the last month with something in it:
//
//	due(c) = ∀ d with rows of c: addYears(lastDay(max month of c in d), years(d)) ≤ as-of day
//
// and the day of birth is none that a data set keeps. Other rules are about rows of one
// table that are older than so many months, whoever they are about.
//
// # Steps
//
//  1. What is due is written into vault.retention_queue, in one insert: from then on
//     the run can be killed anywhere and is gone on with by starting it again. No load
//     and no job runs meanwhile.
//  2. What will go is counted by table, month and delivery (ops.retention_counts); a
//     tombstone is written for each client (vault.tombstones); and the certificate is
//     begun (ops.retention_certificates).
//  3. Rows are deleted from every table that has a column of the ids, found in the
//     engine's own list of columns: a new table is in by itself.
//  4. Parts of tables that merges and deletions have left behind are removed from disk.
//  5. Every number and every text of every table is searched for the ids. One that is
//     found is an error: the certificate is not finished.
//  6. The certificate is finished, with a hash of what it says, and the queue emptied.
//
// What is sums over clients stays: mart.area_months is not made again for the months up
// to the last one of those deleted (package jobs), and what models wrote about areas is
// not touched. The access log has a rule of its own.
package retention
