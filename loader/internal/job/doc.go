// Package job runs the steps that turn delivered rows into answers: each a job
// with a name, its needs and a row in ops.job_runs for each run.
//
// A job takes an as-of date, is idempotent, and is never run twice at once: a
// file lock in the data folder guards each name, and one run of a chain makes
// what the job needs fresh first. A need is fresh when its newest run ended well
// for the same as-of date, the same newest batch and the same SQL definitions.
// Faults that can pass (a lost connection, too little memory for a moment) are
// tried again with growing pauses; others end the run at once. A stopped run
// (SIGTERM) leaves a row with status stopped.
//
// Scheduler runs jobs by cron expressions, and on start those whose time passed
// while it was not running.
package job
