// Package store is what the jobs have in common when they write to model: months and as-of dates, runs, and publishing rows so that readers see
// the old ones until the new ones are all there.
package store
