// Package audit writes down who saw what, in ops.access_log, and reads it again for
// the data protection officer.
//
// # Writing
//
// A [Reading] is one thing that somebody asks for, such as a query of a panel or a
// call of a page. It goes along in the context, and whatever asks the database on the
// way adds to it: the query, and by [Reading.Watch] the rows and the clients in them.
// Its texts are kept as a hash only, because they may hold names.
//
// A [Log] writes readings in batches. Before one reads of clients it says so: a row
// with the outcome [Started] is written while the database works, and the answer is
// held back until it is on disk, and refused where it cannot be written: nobody sees a
// client without a row in the log. Those that come at the same time share one insert.
// Which clients they were is a second row with the same query. That one, and the rows
// of all other readings, are written within half a second; what was killed in between
// stands as started and is a finding of the review. When the log cannot be written,
// some thousands of rows are kept until it can, and those that there was no room for
// are counted, in [Log.State] and then in the log itself.
//
// # Reviewing
//
// The view ops.access_review has the rules, ops.review_limits their limits, and
// ops.access_samples what is to be controlled by hand. [Seen] is a client's extract.
package audit
