// Package reasons says in words, Swedish and English, what a term of the risk
// models holds for a client: the reasons beside an estimate.
//
// A sentence states what is recorded. It never says why something happened, nor
// that the estimate would be another if it were changed. It is worded for those
// who lead and carry out home care: no names of columns, no logarithms, the words
// of the scale of limitations (ingen, lätt, måttlig, stor, total). Which sentences
// are shown, and in which order, is decided by the contributions of the terms;
// terms of one family (core.risk_terms) are shown as one.
//
// A missing value is no reason: [Sentence] then says nothing, and [Missing] has
// the words for a plot of the model.
//
// # Changes of hours
//
// The terms hours_change_<m>m are
//
//	v = log((h + 1) / (h₀ + 1))
//
// with h the granted hours now and h₀ those m months before, in hours per month.
// Without h the true percentage cannot be told: exp(v) − 1 is too near 0 for
// clients with few hours. [Sentence] therefore says "ungefär" ("about"), and
// [SentenceAt], which knows h, finds h₀ = (h + 1)·exp(−v) − 1 and says 100·(h/h₀ − 1).
package reasons
