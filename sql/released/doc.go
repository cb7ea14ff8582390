// Package released gives those who may see no persons what is about groups of
// them: tables in the database released, in which small groups are hidden.
//
// The rules are data (released.yaml). A cell is hidden where its count of persons
// lies between 1 and one below the threshold; of cells that add up to another that
// is shown, more are hidden until none can be told from the others
// ([Hide]; Hundepool et al., Statistical Disclosure Control, 2012, chapter 4).
// Counts and hours are rounded to multiples and shares to whole per cent, against
// differences between filters and over time.
//
// A query names mart.area_months; whose account reads released.area_months instead
// gets it by [Rewrite], in the one place where queries go to the database. Its
// account has no grant on the other, so that what is forgotten is refused.
package released
