// Package courses answers: how many hours of home care, nurse and rehabilitation
// will each area need in the months ahead, and how many clients, if people's
// courses go on as they have done, and how sure is that?
//
// It simulates each client's course month by month, adds new clients, and sums.
// It is the forerunner of a multi-state model with additive hazards and keeps to
// what counts can tell.
//
// # Model
//
// A person is in one state S(t) in month t: no service, home care in one of
// seven bands (0, 1-9, 10-24, 25-49, 50-79, 80-119, 120 or more hours/month),
// municipal health care only, special housing (sv: särskilt boende), dead, left.
//
//	P(S(t+1) = j | course) = p(j | s, M) · p(φ(j) | s, A) / p(φ(j) | s),  normalised
//
// where s = S(t), M the memory, A the age band (below 75, 75-79, 80-84, 85-89, 90
// or more years) and φ(j) what becomes of the person: dead, special housing, or
// neither. M is, in the first month of a state, the state before and whether
// this is a return; later it is the own level, a moving average of the rank of
// the hours (half-life 5.4 months) relative to the band (7 classes), the third of
// the band that the hours are in, and months in the state (2-3, 4-9, 10 or
// more). Without it a month in hospital would count as a lasting fall.
//
// Within band s, hours are Q_s(Φ(z)), Q_s the empirical quantiles and z a normal
// score:
//
//	z(t+1) = a + b·z(t) + c·u(t) + σ ε        u = own level − lower edge of the band
//
// with other coefficients when the band is newly entered from below, above or
// elsewhere. Nurse and rehabilitation hours are episodes: on or off with a
// probability that depends on six groups of states, on the month before and on
// the share of recent months with care (half-life 6.6 months); when on, hours
// have a score of their own with the same kind of persistence. Hours are
// simulated without season and multiplied by calendar factors afterwards.
//
// New clients of area a in month t are negative binomial with mean
// λ_a · N_a(t) · f(t) · e^(g·d(t)), N the caller's population index, f the
// calendar factor, g the trend, damped ahead (d(h) → 19 months), and
// overdispersion in two parts, shared by all areas and the area's own. Their
// state, age and hours are those of an entrant of the last 24 months, drawn from
// the area itself with weight n_a/(n_a + 20), else from all.
//
// # Estimation
//
// All histories are pooled over areas and years, a transition of h months ago
// with weight 2^(−h/36). Probabilities are shrunk level by level,
//
//	p_cell ~ Dirichlet(κ · p_coarser),  E p_cell = (κ p_coarser + n_cell) / (κ + n)
//
// from state to own level and position to months in state, and from state to
// age. Each κ is the one of ten (half decades, 1 to 30,000 pseudo-months) with
// the greatest Dirichlet-multinomial evidence. Scores are fitted by least
// squares, rates by Gamma posteriors, overdispersion by moments. Season (of hours
// and of new clients) and trend are kept only as far as they go beyond chance
// (χ² test at 5 %, James-Stein shrinkage). There is no iteration.
//
// Then the model is put to its own past: from up to six earlier origins a year
// apart it simulates that year for the clients of the time and for those who
// came, and the slope of log(actual/simulated), shrunk by its spread over the
// years, corrects the forecast. With less than three years of records there is
// no correction.
//
// # Uncertainty
//
// Each draw has its own parameters (Dirichlet through all levels, Gamma, normal
// for trend and drift), its own lives, and, when the caller gives a [Practice],
// its own random walk of practice. Without it the intervals hold parameters and
// chance alone and are too narrow: estimate it with [Backtest] and
// [EstimatePractice]. The draws of [Forecast.Values] can be summed over areas
// and months draw by draw.
//
// # What the output means
//
// [All] = [Existing] + [New]. [Ended] and [Housed] are what clients of the
// origin who died or left, or moved to special housing, had at the origin, as
// negative numbers: they explain [Existing] and are no part of the sum. Areas
// are those at the origin or of entry; moves between areas are not simulated.
//
// # Assumptions
//
// Persons are independent given parameters and practice: a queue for special
// housing, which couples them, breaks that. Areas share transitions. A person
// without service for more than twelve months counts as gone, and as new on
// return. Time in state is not known in the first month of the records and is
// taken as long. A change of rules shows only as far as the practice term has
// seen its like. Records that end without Dead or Left count as gone.
//
// # Cost
//
// Memory is areas × drivers × months × resources × draws of 4 bytes, besides the
// histories (18 bytes a row) and 100 bytes a client. Person p in draw r has a
// random stream of its own, seeded by (seed, r, id of p): the answer does not
// depend on the number of cores nor on the order of persons, save for rounding.
//
// # References
//
//   - Cook, R. J. and Lawless, J. F. (2018). Multistate Models for the Analysis
//     of Life History Data. CRC Press. doi:10.1201/9781315119731
//   - Good, I. J. (1965). The Estimation of Probabilities: An Essay on Modern
//     Bayesian Methods. MIT Press.
//   - Minka, T. P. (2000). Estimating a Dirichlet distribution. Technical
//     report, MIT.
//   - Efron, B. and Morris, C. (1973). Stein's estimation rule and its
//     competitors: an empirical Bayes approach. Journal of the American
//     Statistical Association 68(341), 117-130.
//     doi:10.1080/01621459.1973.10481350
//   - Gardner, E. S. (2006). Exponential smoothing: the state of the art, part
//     II. International Journal of Forecasting 22(4), 637-666.
//     doi:10.1016/j.ijforecast.2006.03.005
//   - Marsaglia, G. and Tsang, W. W. (2000). A simple method for generating gamma
//     variables. ACM Transactions on Mathematical Software 26(3), 363-372.
//     doi:10.1145/358407.358414
//   - Steele, G. L., Lea, D. and Flood, C. H. (2014). Fast splittable
//     pseudorandom number generators. OOPSLA '14, 453-472.
//     doi:10.1145/2660193.2660195
package courses
