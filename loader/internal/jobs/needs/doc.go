// Package needs has the jobs that measure what assessed needs take, and how equally
// they are granted.
//
// The needs job fits models/needs once for each resource: to decisions on home care
// with the assessment that each followed, and to stretches of months under one
// assessment for performed home care, nurses and therapists. It publishes what a
// need takes by norm and in practice, which needs make up the time of each client,
// and minutes per health-care action. The equity job compares the same decisions
// by models/equity.
package needs
