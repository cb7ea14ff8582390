// Package split answers: on which rows may a model be trained, and on which may
// it be judged?
//
// # Rules
//
// All rows of a person fall on the same side, since two landmarks of one person
// are nearly the same row. Which fold is a function of the person and a seed
// alone:
//
//	fold(person) = ⌊ K · mix(person ⊕ mix(seed)) / 2⁶⁴ ⌋
//
// where mix is the finaliser of SplitMix64, a bijection on 64-bit numbers whose
// output bits each depend on all input bits. A person keeps the fold when rows
// are added, removed or reordered, so that runs of different months can be
// compared.
//
// In time, a row at landmark month t with an outcome window of H months
// (t+1 … t+H) is in training only if t + H < T, where T is the first month of
// the test period, and in test only if t ≥ T and the person is held out. All
// other rows are unused: those whose window reaches into the test period, early
// rows of held-out persons and late rows of the others.
//
// # Assumptions
//
// Persons are independent given the features. Couples in one household are not;
// give both the same id to keep them together.
//
// # References
//
//   - Steele, G. L., Lea, D. and Flood, C. H. (2014). Fast splittable
//     pseudorandom number generators. OOPSLA '14, 453-472.
//     doi:10.1145/2660193.2660195
//   - Roberts, D. R. et al. (2017). Cross-validation strategies for data with
//     temporal, spatial, hierarchical, or phylogenetic structure. Ecography
//     40(8), 913-929. doi:10.1111/ecog.02881
package split
