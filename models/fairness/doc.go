// Package fairness asks whether estimates of persons are as right for one group as for others.
//
// # Measures
//
// For a group g, against all other rows whose group is known (r):
//
//	calibration ratio  (O_g/E_g) / (O_r/E_r),  O = Σ w y, E = Σ w p: 1 where both are estimated equally right
//	AUC gap            AUC_g − AUC_r: below 0 where the order is worse within the group
//	missed gap         M_g − M_r, M = share of those with the outcome who are not among the first s of all, ordered by p:
//	                   above 0 where more of the group's are missed
//
// with y what came (0 or 1, or an amount such as hours), p what was estimated (the probability, or the expected amount) and s [Options.TopShare].
// Of amounts only the first is measured. The second and third depend on how different the persons within a group are, and on how common the outcome
// is in it: a gap is a reason to look, not always a wrong. A ratio of 1 with a higher O and E is a difference of need that the model has seen.
//
// # Intervals
//
// Persons are drawn with replacement, all rows of a person together; σ is the standard deviation of a measure over the draws (of its logarithm for the
// ratio), and the 95 % interval is ±1.96 σ. Since many groups are compared at once, some interval would miss by chance. So each comparison has a wider
// family interval, ±c σ, where c is the 95th percentile over the draws of the largest |deviation|/σ among all comparisons that have a limit (Westfall
// and Young 1993, single-step max T): all of them hold together in 95 of 100 runs, whatever the groups have in common.
//
// # Verdicts
//
// A comparison has failed when its whole family interval lies beyond the limit, has passed when its own 95 % interval lies within, and is not shown
// otherwise: too little is known to say. Where every true gap lies within its limit, at most 5 of 100 runs fail; where the gaps are well within, far
// fewer. That a comparison has not failed does not say that there is no gap, which is why passed and not shown are told apart.
//
// # Assumptions
//
// Persons are independent, and there are enough of each group for the normal interval: [Options.MinPersons], and [Options.MinEvents] with and without
// the outcome. Smaller groups are not measured, and are not shown. What came is taken as true: if the outcome itself is decided differently for a
// group (granted hours are a decision), no measure here can tell.
//
// # References
//
//   - Westfall, P. H., Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley. ISBN 978-0-471-55761-6.
//   - Obermeyer, Z., Powers, B., Vogeli, C., Mullainathan, S. (2019). Dissecting racial bias in an algorithm used to manage the health of
//     populations. Science 366(6464), 447–453. doi:10.1126/science.aax2342
//   - Hardt, M., Price, E., Srebro, N. (2016). Equality of opportunity in supervised learning. Advances in Neural Information Processing Systems 29.
package fairness
