// Package approval decides which runs of models may be shown: the limits of the bias
// audit by themselves, or a person, as model.approval_settings says.
//
// Only what is approved is in model.current_runs, which all that is shown reads.
// Decisions are rows of model.approvals and only ever added; the newest on a run
// counts, and a run without one waits. The jobs write what the limits decide; the
// command line and the pages write what a person does, by [Ask], which holds both to
// the same: a reason is given and kept, and a run whose audit has failed is approved
// only by somebody who says that it is in spite of the audit.
package approval
