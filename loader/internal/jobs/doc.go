// Package jobs holds Framsyn's jobs: transform, features and forecast here, fit,
// score and monitor in risk, potential and follow_up in effects. What they compute is defined elsewhere, in sql/ and models/; a job
// reads rows, calls a method and publishes rows.
//
// Jobs look ahead from a month, the landmark: the newest month whose files were
// due by the as-of date (a month's files are due on the 16th of the next). What a
// fit learns from is known by then: features by their known dates, outcomes by
// their 12 months having passed.
//
// Published rows replace a partition of their table in one step, and the row in
// model.runs comes last, so that readers see a run whole or not at all.
package jobs
