// Package plan answers for a month ahead: what staff does each area need, what does
// it have, and how could the staff that there is be spread so that no area is much
// shorter than another?
//
// Needs, capacities and gaps are those of mart.staffing; the spread is that of
// models/staffing. A [Proposal] carries what it supposes: norms and whether they are
// examples, capacities that were carried on from an earlier month, the interval of the
// forecast. It decides nothing.
package plan
