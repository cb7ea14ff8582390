// Package model does the work of `framsyn model`: it reads a table, judges a
// method on rows that its models have not seen, and keeps models as rows of a
// file. docs/models/command.md says what a user sees.
//
//   - [File] and the rows of a query are a [Source]; [Read] takes one into
//     memory as [Data], two bytes a cell as long as a column has fewer than
//     65,536 different values, and beyond 32 MB in a mapped temporary file
//     ([Scratch]). [Reader] reads it in blocks instead.
//   - A column is numeric if each cell is a number or empty, else nominal. What is
//     empty is missing.
//   - A [Method] learns a [Model] from some rows. [Additive] is that of
//     models/additive, [Logistic] that of models/logistic.
//   - [Evaluate] fits on all folds but one and predicts that one. No person may
//     be in two folds.
//   - [Fitted] is a model with what it is for: [Fitted.Write] and [ReadModel] keep
//     it as a file, [Fitted.Predict] applies it to a source, a block at a time.
//
// # Measures
//
// Of a binary outcome, as models/evaluate defines them. A measure is the mean over
// folds; no person is in two of them, so that its standard error follows from the
// half widths hₖ of the K folds' intervals, which resample persons:
//
//	interval = mean ± √(Σₖ hₖ²) / K
//
// ECE is that of all predictions together, in 10 bins of equal weight: in a fold it
// is mostly noise, which does not average out as that of the others does.
//
// Of classes: the log loss and the Brier score Σₖ (pₖ − yₖ)² summed over classes,
// and the mean over classes of AUC and ECE of each against all others. Of amounts:
// mean absolute error, root mean squared error, bias (mean of prediction minus
// outcome), and for counts and hours the mean Poisson deviance
// 2 [y log(y/μ) − (y − μ)]. Their intervals are by linearisation, persons as
// clusters g, v the value of a row and w its weight:
//
//	SE² = G/(G−1) Σ_g [Σ_{i∈g} wᵢ (vᵢ − v̄)]² / (Σ wᵢ)²
package model
