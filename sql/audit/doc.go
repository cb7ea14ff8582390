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
// A [Log] writes readings in batches. Those that showed rows about clients wait until
// they are on disk, and are refused where they cannot be written: nobody sees a client
// without a row in the log. Those that wait at the same time share one insert. All
// others go on at once and are written within half a second; when the log cannot be
// written, some thousands are kept until it can, and those that there was no room for
// are counted, in [Log.State] and then in the log itself.
//
// # Reviewing
//
// The view ops.access_review has the rules, ops.review_limits their limits, and
// ops.access_samples what is to be controlled by hand. [Seen] is a client's extract.
package audit
