// Package courses answers: how many hours of home care, nurse, rehabilitation
// and delegated care will each area need in the months ahead, how many clients,
// places in special housing and short-term stays, if people's courses go on as
// they have done, and how sure is that? And what would be otherwise under a
// scenario?
//
// It simulates each client's course month by month, adds new clients, and sums.
//
// # States
//
// A person is in one state S(t) in month t: no service, home care in one of
// seven bands (0, 1-9, 10-24, 25-49, 50-79, 80-119, 120 or more hours/month),
// municipal health care (sv: HSL) only, special housing (sv: särskilt boende),
// dead, left. Beside it the course carries two flags, health care and short-term
// stay (sv: korttid), three kinds of care (nurse, rehabilitation, delegated),
// the area, age, sex and the months since it began.
//
// # Transitions
//
//	P(S(t+1) = j | course) ∝ p(j | s, M) · Π_f r_f(level of f, group of s, c(j))
//
// s = S(t), M the memory, c(j) the class of the step: nothing, a higher band or a
// lower, near or far, no service, special housing, death, leaving. M is, in the first month
// of a state, the state before and whether this is a return; later it is the own
// level, a moving average of the rank of the hours (half-life 5.4 months)
// relative to the band (7 classes), the third of the band that the hours are in,
// and months in the state (2-3, 4-9, 10 or more). Without it a month in hospital
// would count as a lasting fall. The factors f are age (below 75, 75-79, 80-84,
// 85-89, 90 or more years) × sex; care × short-term stay × health care; months since
// the person was first seen, with an alarm only too (1, 2-3, 4-12, 13-24, more, not
// known); and area. A factor says what
// the memory and the other factors do not: r is near observed/expected, the
// expected with all the rest in the model.
//
// # Hours, flags and episodes
//
// Within band s, hours are Q_s(Φ(z)), Q_s the empirical quantiles and z a normal
// score. In a month they stay exactly as they were with probability p_s (granted
// hours are changed by decisions); else
//
//	z(t+1) = a + b·z(t) + c·u(t) + σ ε        u = own level − lower edge of the band
//
// with other coefficients when the band is newly entered from below, above or
// elsewhere. A flag or a care is on or off. Its probability of being on depends
// on for how long it has been on or off (on 1, 2-3, 4 or more months; off 1, 2-3,
// 4-9, 10 or more, never on), on six groups of states, on the share of recent
// months that were on (half-life 6.6 months), and on months since first seen, which
// multiply the odds of a change alike in all cells. Health care also depends on
// the care of the month before (health care that is nothing but rehabilitation
// ends with it), short-term stay on whether the state changes, a care on health
// care in the month (off, just begun, for longer) and on other care before. The
// hours of a care have a score of their own with the same kind of persistence.
// Hours are simulated without season and multiplied by calendar factors after.
//
// # Areas
//
// Persons move between areas with a monthly probability by area, and by whether
// the month leads to service (clients without any may be in no area), to another
// area by its share of moves. A month in which more than a 50th of all and ten times as
// many as otherwise change area is a new division of the municipality and no
// rate. An area without a past is as the others: its factors are one.
//
// # New clients
//
// New clients of area a, cell k (seven age bands × sex) in month t are negative
// binomial with mean
//
//	ℓ · θ_a · r_k · max(0, N_ak(t) − n_ak(t−1)) · f(t) · e^(g·d(t))
//
// N_ak the caller's [Inhabitants] (recorded and projected), n_ak those who are
// served, by simulation in the months ahead, r_k rates pooled over areas, sexes
// drawn together within age, θ_a the area's factor, drawn to one, ℓ the level of
// the last 24 months, f the calendar factor, g the trend, damped ahead (d(h) → 19
// months); overdispersion has two parts, shared by all areas and the area's own.
// Below 65, where counts are seldom given, all inhabitants stand for N. With an
// index of [Population] instead, k has one cell and N − n is the index; with
// neither it is one, and areas stand for themselves. State, hours and flags are
// those of an entrant of the last 24 months of the same cell, from the area
// itself with weight n_a/(n_a + 20), else from all.
//
// # Estimation
//
// All histories are pooled over areas and years, a transition of h months ago
// with weight 2^(−h/36). Probabilities of the memory's and the episodes' cells are
// shrunk level by level,
//
//	p_cell ~ Dirichlet(κ · p_coarser),  E p_cell = (κ p_coarser + n_cell) / (κ + n)
//
// factors by O ~ Poisson(r·E), r ~ Gamma(k, k), E r = (O + k)/(E + k), in two
// sweeps over the factors, as raking (iterative proportional fitting) does. Each κ
// and k is the one of a grid with the greatest evidence, k = ∞ (no difference) among
// them: so areas differ as far as the data show. Scores are fitted by least
// squares, rates by Gamma posteriors, overdispersion by moments. Season (of hours
// and of new clients) and trend are kept only as far as they go beyond chance
// (χ² test at 5 %, James-Stein shrinkage).
//
// Then the model is put to its own past: from up to six earlier origins a year
// apart it simulates that year for the clients of the time and for those who
// came, and the slope of log(actual/simulated) over the months corrects the
// forecast; after the twelfth month the correction stays as it is. Its variance is
// that of the slopes of single draws around their mean, which is what chance does
// to that many persons, and what years differ by beyond it; the slope is shrunk by
// 1 − variance/slope², not below 0. With less than two years of records there is
// none.
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
// [All] = [Existing] + [New]; [Existing] = AtOrigin + [Ended] + [Housed] + [Moved]
// + [Changed], draw by draw. What a person had at the origin is what is lost when
// he or she dies, leaves, moves to special housing or to another area; all else,
// season, practice and scenario included, is Changed. [Forecast.VolumeIntensity]
// parts the change of hours into number of clients and hours per client.
// [Groups] are sums over persons: groups by rule get the share of new clients
// that the entrants of the window have; a selection is its members at the origin,
// who grow fewer, and says nothing of new ones. Nobody changes group.
//
// # Scenarios and risks
//
// A [Scenario] acts within the simulation. All forecasts of one seed have the same
// random numbers by person, month, area and arrival, so that differences between
// scenarios are far surer than levels. Limited places make a queue: who draws
// special housing waits at home, first come first served; new clients who would
// come straight to it wait with the most home care. Extra places go to those at
// home likeliest to move in. A threshold concerns decisions made after its start;
// who falls below it and has health care stays a client. The drift and practice
// factors are those of today's practice.
//
// [Risks] multiply a person's odds of death and of special housing, θ, so that the
// simulation, over the parameters' draws, has the probabilities that a risk model
// gives for twelve months: expected counts are then the sums of the
// probabilities, up to Monte Carlo error. Over months 13-24 the multiplier is
// θ^((24−h)/12), then one. θ is found by fixed-point steps θ ← θ·log(1−wanted)/
// log(1−is) on paths weighted by survival and is kept within 0.001 … 10,000, so
// that a probability far from all that is seen in a state may not be reached. With
// risks the drift of the number of existing clients is left out.
//
// # Assumptions
//
// Persons are independent given parameters and practice, but for places in special
// housing. Areas share the memory's transitions. A person without service or
// short-term stay for more than twelve months counts as gone, and as new on
// return. Time in state and since first seen is not known for those in the first
// month of the records; it is taken as long after 24 months. A change of rules shows only
// as far as the practice term has seen its like. Records that end without Dead or
// Left count as gone. What an area takes over when the municipality is divided
// anew is not taken from the inflow of the others until the window has passed.
//
// # Cost
//
// Memory is (areas + groups) × 5 drivers × months × 7 resources × draws of 4
// bytes, besides the histories (18-24 bytes a row), 16 bytes a row while fitting
// and 330 bytes a client and worker. Person p in draw r has a random stream of its
// own, seeded by (seed, r, id of p): the answer does not depend on the number of
// cores nor on the order of persons, save for rounding.
//
// # References
//
//   - DerSimonian, R. and Laird, N. (1986). Meta-analysis in clinical trials.
//     Controlled Clinical Trials 7(3), 177-188. doi:10.1016/0197-2456(86)90046-2
//   - Cook, R. J. and Lawless, J. F. (2018). Multistate Models for the Analysis
//     of Life History Data. CRC Press. doi:10.1201/9781315119731
//   - Good, I. J. (1965). The Estimation of Probabilities: An Essay on Modern
//     Bayesian Methods. MIT Press.
//   - Minka, T. P. (2000). Estimating a Dirichlet distribution. Technical
//     report, MIT.
//   - Deming, W. E. and Stephan, F. F. (1940). On a least squares adjustment of a
//     sampled frequency table when the expected marginal totals are known. Annals
//     of Mathematical Statistics 11(4), 427-444. doi:10.1214/aoms/1177731829
//   - Clayton, D. and Kaldor, J. (1987). Empirical Bayes estimates of
//     age-standardized relative risks for use in disease mapping. Biometrics 43(3),
//     671-681. doi:10.2307/2532003
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
