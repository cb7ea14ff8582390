// Package staffing answers: how should the staff that there is be spread over the
// areas, so that no area is much shorter of staff than another?
//
// # Problem
//
// Area a needs n_a hours of one profession in a month and has s_a. Its shortage is
// the share of the need that is not met,
//
//	r_a = (n_a − s'_a) / n_a          s'_a = s_a − Σ_b x_ab + Σ_b x_ba
//
// with x_ab the hours moved from a to b, in whole steps, at most a share of what a
// had. The plan makes the greatest r as small as it can, then the next greatest,
// and so on (max-min fairness), and moves no more than that takes: a step is moved
// only if the greater shortage of giver and receiver falls by the least gain.
//
// # Method
//
// One step at a time goes from the area with the least shortage to the one with the
// greatest. The objective is separable and convex in s', so that the greedy choice
// is the best one for whole steps, apart from the limit on what an area may give,
// which only closes givers (Federgruen and Groenevelt 1986).
//
// # What it does not know
//
// Who can work where, contracts, travel between areas, and what changing teams does
// to continuity. It is a proposal to talk about.
//
// # Reference
//
//   - Federgruen, A. and Groenevelt, H. (1986). The greedy procedure for resource
//     allocation problems: necessary and sufficient conditions for optimality.
//     Operations Research 34(6), 909-918. doi:10.1287/opre.34.6.909
package staffing
