// Package needs answers: which resources do assessed needs take, by the norm and
// in practice, and which needs make up the time of one client?
//
// # Model
//
// For a client in one spell, with minutes per week y of one resource (granted or
// performed home care, nurse, occupational or physical therapist):
//
//	E(y) = exp(u_officer + v_area) Σ_c m[c, l_c] Π_k φ_k
//
// c are the assessed categories of IBIC (core.assessments.icf_code) with
// limitation l_c from 0 to 4, m[c, l] minutes per week at average officer and
// area, and φ_k the multiplier of circumstance k where it holds and acts on the
// category's group: one who does not live alone gets less service, two carers
// take twice the time. u and v are habits: a nuisance here, kept apart so that
// practice is not one officer's; package equity studies them.
//
//	0 ≤ m[c, 0] ≤ m[c, 1] ≤ … ≤ m[c, 4]        φ_k ≥ 0
//
// No limitation takes no time unless its norm does. Each resource, and granted
// and performed time, is a fit of its own.
//
// # Loss
//
// Hours are skewed and errors multiplicative: whoever needs 100 hours misses by
// ten where one who needs ten misses by one. Least squares would follow the few
// large clients, and logarithms would answer for the geometric mean, whose sum is
// not the hours that must be staffed. So quasi-likelihood for the mean itself,
// with
//
//	Var(y) = φ (μ₀² + μ²)
//
// as for a Gamma variable, but with an error μ₀ that small means keep (rounding to
// quarters of an hour); μ₀ by pseudo-likelihood (Davidian and Carroll 1987). The
// rows of a client correlate by ρ (exchangeable working correlation, Liang and
// Zeger 1986).
//
// # Shrinkage
//
// Where data are thin, minutes are drawn to the norm n[c, l] of
// core.need_norms:
//
//	m[c, l] = n[c, l] λ + s[c, l] τ (√r a_c + √(1−r) e_cl),   λ ~ N(1, ½²),  a, e ~ N(0, 1)
//
// with s the norm plus 5 % of the mean norm at that limitation, so that a category
// without a norm can have time, λ the level of practice over norm, τ the spread
// around it and r what a category's limitations have in common. τ and r are those
// of greatest evidence (empirical Bayes) on a grid, in the linearised model with
// everything else integrated out and the bounds left aside. u and v are normal,
// with standard deviations by EM and means over rows held at 0.
//
// # Estimator
//
// Gauss-Newton with weights 1/Var at the current mean; each step is a quadratic
// programme in the increments δ[c, l] = m[c, l] − m[c, l−1] ≥ 0 and φ ≥ 0,
// officers and areas eliminated, solved exactly by the active-set method of Lawson
// and Hanson (1974) on normal equations (Bro and de Jong 1997). What is learnt
// (τ, r, μ₀, ρ, spreads) stands after 12 iterations; the fit has converged when no
// mean moves by more than 10⁻⁶ of the mean row. The cross-products are summed in
// eight fixed chunks of clients: the answer does not depend on the number of cores.
//
// # Unknown limitations
//
// 8 (not specified) and 9 (not applicable) count with the time expected over the
// degrees that the category has in clients whose other limitations are as grave:
// the mean limitation in bands of a half, each band shrunk to the category's
// distribution (regression calibration; Carroll et al. 2006). A category that is
// left out counts as no need.
//
// # Uncertainty
//
// Intervals of cells and multipliers are quantiles of the posterior N(mode, A⁻¹)
// cut to δ ≥ 0 and φ ≥ 0, by Gibbs sampling (Geweke 1991); they begin at 0 where
// that makes them shorter. As in Wahba's and
// Wood's (2006) intervals for smooths, the prior's spread stands for what
// shrinkage may have missed. The likelihood is raised to the power k that makes
// its curvature agree with the spread of clients' scores (Pauli, Racugno and
// Ventura 2011), so that repeated rows and a wrong variance function do not make
// intervals narrow. Intervals of officers and areas are given their spread: with
// four areas they are too narrow.
//
// # What the output means
//
// [Model.Explain]: recorded = Σ parts + habit + remainder. [Model.Totals] adds that
// up by any key and checks the identity. A part is what clients with this need get
// more than those without it, all else alike; it is no record of minutes spent on
// it. Categories that always come together share their time by the norm.
//
// # Health-care actions
//
// [FitActions] estimates minutes per action from clients' known months,
//
//	E(minutes) = Σ_g n_g m_g        Var = φ (μ₀ + μ),  μ₀ 1 % of the mean row
//
// with m_g ≥ 0 drawn from code to chapter (within a profession) to profession by
// the same prior; with a variance in proportion to the mean, as for sums of
// independent actions, fitted and recorded time agree in total. All known months
// of a client are one row: registration is noisier month by month than visits are,
// and noise in n_g would draw m_g to 0. [ActionModel.Workload] puts these times
// where none were recorded, counts delegated actions as home care's time, and adds
// travel at a given number of minutes per visit.
//
// # Assumptions and limits
//
//   - Minutes add up over categories. Rules that look at the sum, such as no
//     personal care below two hours, show as lower minutes at slight limitations,
//     which is what is granted, not what the norm would be.
//   - The limitations of the row are those that the decision followed. Noise in
//     them draws minutes to each other; a decision that was renewed with unchanged
//     hours follows an older assessment: leave it out.
//   - Choosing rows by their hours (only those granted any) lifts minutes at slight
//     limitations.
//
// # References
//
//   - Lawson, C. L. and Hanson, R. J. (1974). Solving Least Squares Problems.
//     Prentice-Hall; SIAM 1995. doi:10.1137/1.9781611971217
//   - Bro, R. and de Jong, S. (1997). A fast non-negativity-constrained least
//     squares algorithm. Journal of Chemometrics 11(5), 393-401.
//     doi:10.1002/(SICI)1099-128X(199709/10)11:5<393::AID-CEM483>3.0.CO;2-L
//   - Davidian, M. and Carroll, R. J. (1987). Variance function estimation. JASA
//     82(400), 1079-1091. doi:10.1080/01621459.1987.10478543
//   - Liang, K.-Y. and Zeger, S. L. (1986). Longitudinal data analysis using
//     generalized linear models. Biometrika 73(1), 13-22.
//     doi:10.1093/biomet/73.1.13
//   - Wood, S. N. (2006). On confidence intervals for generalized additive models
//     based on penalized regression splines. Australian & New Zealand Journal of
//     Statistics 48(4), 445-464. doi:10.1111/j.1467-842X.2006.00450.x
//   - Pauli, F., Racugno, W. and Ventura, L. (2011). Bayesian composite marginal
//     likelihoods. Statistica Sinica 21(1), 149-164.
//   - Geweke, J. (1991). Efficient simulation from the multivariate normal and
//     Student-t distributions subject to linear constraints. Computing Science and
//     Statistics: Proceedings of the 23rd Symposium on the Interface, 571-578.
//   - Robert, C. P. (1995). Simulation of truncated normal variables. Statistics
//     and Computing 5, 121-125. doi:10.1007/BF00143942
//   - Carroll, R. J., Ruppert, D., Stefanski, L. A. and Crainiceanu, C. M. (2006).
//     Measurement Error in Nonlinear Models, 2nd ed. Chapman & Hall/CRC.
//     doi:10.1201/9781420010138
package needs
