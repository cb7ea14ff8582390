// Package multistate answers: in which state will a person be one, two or thirty
// periods from now, and how many people in each, when the next state depends on
// the present one, on features and on the past?
//
// # Model
//
// Time is in periods t (months, waves) and a person in one of K states. For a
// person in state s with features x the next state is j with probability
//
//	P(S(t+1) = j | s, x) = exp(ηⱼ + oⱼ) / Σₗ exp(ηₗ + oₗ)
//	ηⱼ = a_sj + Σ_k f_sjk(b_k(x_k)),   η_r = 0
//
// over the states l that have been seen to follow s, where
//
//	r      the most frequent next state of s, mostly s itself
//	a_sj   intercept (log odds against r)
//	b_k    the bin of feature k: an interval, a level, or 'missing'
//	f_sjk  effect of the bin (log odds), weighted mean 0 over the bins
//	oⱼ     the person's own offset (log odds), 0 unless given
//
// Features may be fixed, grow with time (age), or be memory that the package keeps
// itself ([Role]): the state one period ago, the state before this stay, periods
// in the state, the mean rank of the course so far less the present rank. A chain
// without memory is the special case without these. A mean over all of the past
// grows more telling and further from the present as time goes on; a
// [Design.Gain] above 0 keeps what it means the same.
//
// What no feature can foresee in a calendar period (an epidemic, a practice) can
// be a Fixed nominal feature in learning, missing in forecasting: the effect of
// missing is then 0, the average.
//
// # Pooling
//
// Effects are f_sjk = u_gk + v_sjk. The kind g of a transition is up or down the
// scale of ranks, or "to j" for absorbing states and states without rank; u_g is
// shared by its transitions and v is what each deviates, so that thin transitions
// borrow from all of their kind. In u, past states count as lower than, equal to
// or higher than the present one.
//
// # Estimation
//
// Penalised likelihood: a first-order random walk over the intervals of a numeric
// feature (λ Σ(f_b − f_(b−1))²), a ridge over levels and on 'missing' (λ Σ f_b²).
// First u, then v given u. Each feature of each block has a λ of its own, the
// maximum of the evidence (Laplace approximation) by the fixed point of Fellner
// and Schall,
//
//	λ ← (rank − λ tr(V S) + 1) / (fᵀ S f + 0.0002),   V = (H + Σ λS)⁻¹
//
// where the last terms are a weak Gamma prior. Given the past, transitions are
// conditionally independent, so that the likelihood is a product over rows though
// persons recur. Steps are Newton's with H = Σ n p xxᵀ per transition, which is
// no smaller than the information Σ n p(1−p) xxᵀ; all transitions of all origins
// move at once. Convergence is linear with rate at most 1 − p_r, 0.1 for months.
//
// Bins have equal numbers of rows, from a sample of 100,000 or more.
//
// # Size
//
// Rows are read twice and added to cells: person-periods n by state and bins, and
// for each state, bin and next state the transitions y. These are sufficient:
//
//	log L = Σ y·η − Σ_cells n log Σⱼ exp ηⱼ
//
// Memory is per distinct cell (about 70 bytes while reading) and does not grow
// with rows; beyond Options.MaxCells the finest numeric feature is made coarser.
//
// # Uncertainty
//
// [Model.Draw] draws all parameters from the normal approximation at the mode
// with the λ as they are; transitions are drawn independently with information
// n p r/(p + r), p and r the probabilities of j and the reference, the inverse of
// the variance 1/(n p) + 1/(n r) of a log odds. Covariances between transitions of
// one origin, through their reference, and the uncertainty of λ and of bins are
// not in it, nor shocks that all share; with long memories of few persons, nor
// what a person has that no feature tells.
//
// # Forecast
//
// [Propagate] sums over all courses: exact. Courses that lead to equal memories
// are one; people whom the model cannot tell apart are one. [Simulate] draws
// courses; its mean over draws with fixed parameters is that of Propagate. A step
// multiplies one factor per feature and next state, e^f, from a [Table].
//
// [SolveOffsets] finds offsets oⱼ of absorbing states so that each person's
// probability of absorption within a horizon is a given one, as from a risk score.
// Then the sum of individual risks is the expected number of the forecast, under
// the table that they were solved for; other draws vary around it. With
// Paths it uses that, given no absorption, the course does not depend on o:
//
//	P(absorbed in j by h) = E Σ_t qⱼ(t) e^oⱼ / D(t) · Π_(u<t) 1/D(u),   D = 1 + Σₗ qₗ e^oₗ
//
// the expectation over courses among other states and q(t) the odds of absorption
// against staying among them.
//
// # What the output means
//
// Occupancy is expected people by state. Probabilities are conditional on the
// features known; effects describe and are no causes.
//
// # Assumptions
//
// Effects add up in log odds within an origin. Persons are independent given
// features and parameters. A state never left keeps its people, and a state never
// seen keeps who gets there ([Status]). A transition never seen is impossible.
// Numeric effects are constant beyond the outermost cuts.
//
// # Determinism
//
// Same rows and options give the same bits on any number of cores: chunks are
// fixed and summed in order. Person p in draw d has a random stream of its own,
// seeded by (seed, d, id of p).
//
// # References
//
//   - Cook, R. J. and Lawless, J. F. (2018). Multistate Models for the Analysis
//     of Life History Data. CRC Press. doi:10.1201/9781315119731
//   - Tutz, G. and Schmid, M. (2016). Modeling Discrete Time-to-Event Data.
//     Springer. doi:10.1007/978-3-319-28158-2
//   - Wood, S. N. and Fasiolo, M. (2017). A generalized Fellner-Schall method
//     for smoothing parameter optimization. Biometrics 73(4), 1071-1081.
//     doi:10.1111/biom.12666
//   - Böhning, D. and Lindsay, B. G. (1988). Monotonicity of
//     quadratic-approximation algorithms. Annals of the Institute of Statistical
//     Mathematics 40, 641-663. doi:10.1007/BF00049423
//   - Rue, H. and Held, L. (2005). Gaussian Markov Random Fields, section 3.3
//     (random walks). Chapman and Hall. doi:10.1201/9780203492024
//   - Steele, G. L., Lea, D. and Flood, C. H. (2014). Fast splittable
//     pseudorandom number generators. OOPSLA '14, 453-472.
//     doi:10.1145/2660193.2660195
package multistate
