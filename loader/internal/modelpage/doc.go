// Package modelpage writes the model page: one HTML file, without scripts and
// without anything from elsewhere, that shows an additive model as what it is, a
// table of bins.
//
// [Read] takes the runs that are shown, their terms, metrics, alerts and drift from
// the database (core.risk_targets, core.risk_terms, model.current_runs, model.runs,
// model.terms, model.metrics, model.alerts, model.term_drift) as whoever it is
// given, which should be the analyst; [Pages.Write] writes the page in Swedish or
// English. The same rows give the same bytes.
//
// # What is drawn
//
// A term f has a contribution f_b and a standard error s_b (the standard deviation
// over bags of persons) in each bin b, in log-odds; for hours in the log of their
// ratio to the hours now. The plot is the step function f over the bins, with
//
//	f_b ± 1.28 s_b
//
// around it: an interval of 80 % if the contribution is normal over bags
// (Φ(1.28) = 0.90). The axis at the right is exp(f): how many times the odds, or
// the hours. The axis reaches to the lowest of 0.1, 0.25, 0.5, 1, 2, 4 … that holds
// every f_b and nine tenths of the intervals, and on the other side to that or to
// half of it; an interval that goes beyond ends in an arrow, and the table has its
// numbers.
//
// Terms are in the order of their importance Σ w_b |f_b| / Σ w_b, w_b the training
// weight of the bin, with kin terms (core.risk_terms.family) after the largest of
// them.
//
// # Persons
//
// The page is about bins. The fit gives bins of fewer than 20 clients no count
// (model.terms.n_clients is 0), and the page says "fewer than 20" of these.
package modelpage
