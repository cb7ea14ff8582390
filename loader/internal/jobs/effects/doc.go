// Package effects holds the jobs on preventive interventions: what one may change
// for a client (Potential) and what came of those that were begun (FollowUp).
// docs/models/potential.md and docs/models/follow_up.md tell the methods, packages
// models/effect and models/followup their formulas.
package effects
