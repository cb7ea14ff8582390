// Package panel answers: how do persons move between states of need when they are
// seen only now and then, as in assessments, but their death is known to the day?
//
// # Model
//
// A Markov chain in continuous time with intensities q_rs ≥ 0, r ≠ s, per unit of
// time, and q_rr = −Σ_{s≠r} q_rs:
//
//	P(t) = exp(tQ)                 p_rs(t) = P(in s at u + t | in r at u)
//	log q_rs(x) = α_rs + Σⱼ β_jrs (xⱼ − x̄ⱼ)
//
// with covariates xⱼ that stay as they were at a visit until the next, x̄ⱼ their
// mean over the steps from visit to visit, and β the change of a log intensity per
// unit of xⱼ. Which transitions there are is for the caller to say.
//
// # Likelihood
//
// A step from state r to s, t later, gives
//
//	p_rs(t)                        s seen at a visit
//	Σ_{k≠s} p_rk(t) q_ks           entry into s seen exactly (death), state before not
//	Σ_{k∈U} p_rk(t)                last row of a person known to be in one of U (alive)
//
// given the first visit (Kalbfleisch and Lawless 1985; Jackson 2011). Steps of one
// length and the same covariates share an exponential. The gradient is exact: with
// W = ∂ log L/∂P, elementwise,
//
//	∂ log L/∂Q = ∫₀ᵗ exp(uQᵀ) W exp((t − u)Qᵀ) du
//
// which is a block of the exponential of a matrix twice as large (Van Loan 1978);
// one exponential so serves all intensities, and Q may have equal eigenvalues,
// where methods by eigenvectors fail.
//
// # Estimator
//
// log q and the effects of standardised covariates are found by BFGS and then by
// Newton's method, whose Hessian is differenced from the exact gradient, until no
// parameter moves by more than 1e-7. [Model.Covariance] is its inverse with its
// sign changed. Intervals of intensities are symmetric on the log scale, standard
// errors of P(t) and of sojourn times are by the delta method:
//
//	mean sojourn in r = −1/q_rr    expected time in s until t = ∫₀ᵗ p_rs(u) du
//
// A transition that the data do not determine, because its intensity goes to 0 or
// two cannot be told apart, gives a [FlatError] that names it.
//
// # Assumptions
//
// The next move depends on the present state alone, not on how long it has lasted
// or what was before; intensities are constant between visits. When a visit takes
// place says nothing of the state: assessments made because somebody got worse
// break this, and make worsening look too quick. States are seen without error.
// Persons are independent. Where months are complete, discrete time with memory
// describes more; this is for what is seen between long gaps.
//
// # References
//
//   - Jackson, C. H. (2011). Multi-state models for panel data: the msm package for
//     R. Journal of Statistical Software 38(8). doi:10.18637/jss.v038.i08
//   - Kalbfleisch, J. D. and Lawless, J. F. (1985). The analysis of panel data under
//     a Markov assumption. Journal of the American Statistical Association 80(392),
//     863-871. doi:10.1080/01621459.1985.10478195
//   - Moler, C. and Van Loan, C. (2003). Nineteen dubious ways to compute the
//     exponential of a matrix, twenty-five years later. SIAM Review 45(1), 3-49.
//     doi:10.1137/S00361445024180
//   - Nocedal, J. and Wright, S. J. (2006). Numerical Optimization, 2nd ed. Springer.
//   - Van Loan, C. (1978). Computing integrals involving the matrix exponential. IEEE
//     Transactions on Automatic Control 23(3), 395-404. doi:10.1109/TAC.1978.1101743
package panel
