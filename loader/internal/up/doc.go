// Package up brings Framsyn up: engine, schema, a made-up municipality or one's
// own files, all jobs, then the scheduler and the inbox, until it is told to
// stop. It is what `framsyn up` and `framsyn serve` run; the parts are in their
// own packages.
package up
