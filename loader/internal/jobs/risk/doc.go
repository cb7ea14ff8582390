// Package risk holds the jobs fit and score: risks of clients and the hours that they are expected to have.
//
// The job fit learns from landmarks, client-months of mart.risk_features, and what came of them within 12 months. One model is fitted for each
// [definition]: outcomes that compete are the classes of one additive model. It is judged first: a model that has seen the earlier months of
// some persons only is measured on later months of the others, beside simpler ones; then it is fitted on all that is known. The model is rows of
// model.terms, and the job score is SQL on them: the views model.risk_contributions and model.risk_probabilities.
package risk
