// Package followup answers: what did we believe an intervention would do, what
// came, and what had similar clients without it?
//
// # Why not before and after
//
// Interventions start when things are at their worst, and what is at its worst
// mostly gets better by itself: regression to the mean. The change of the cases
// alone ([Effect].Observed) contains it; that of clients on the same course
// ([Effect].Similar) contains it too, so their difference does not.
// [Effect].Share says how much of the raw change similar clients had as well.
//
// # Symbols
//
//	i, j      case and control; s = month of the start, the landmark; hours in hours per month
//	x         risk at the landmark (log-odds), hours in months s−6 … s−1, and two rises (below)
//	b         mean hours of the window before, s−w … s−1 (w = 3)
//	Y_h       mean hours counted in the window up to the horizon, s+h−w+1 … s+h, minus b
//	M(i), k   the controls of case i and their number
//	d_i       difference of case i; τ̂ its mean over the n cases of a group
//
// The month of the start itself is neither before nor after. If an intervention
// follows an event of the same month, so that the month before does not show
// it, give the month after as the start.
//
// # Matching
//
// A control is a client at home with hours known before, the same months and
// risk known as in the case, who never started the kind up to the landmark; a
// case had not had it for twelve months (new users; [Options].Washout). Exact on month, area and need
// band; where fewer than k = 5 clients are near enough also a month before or
// after, then other areas, then both ([Reach], reported). Nearest by
// Mahalanobis distance of
//
//	risk, √h(s−1), √mean h(s−2, s−3), √mean h(s−4, s−5, s−6)
//
// with the covariance within cells, with replacement. The search goes through
// all reaches with half the caliper before it goes through them with the whole
// (1.5): a client of another area on the same course tells more than a
// neighbour on another. Three blocks stand for six months since neighbouring
// months are nearly equal and each dimension makes matches worse. Cases with
// fewer than two controls are returned with the reason.
//
// # Estimate
//
//	d_i = (Y_i − Ȳ_{M(i)}) − (x_i − x̄_{M(i)})ᵀβ,   τ̂ = Σ d_i / n
//
// the bias-adjusted matching estimator of Abadie and Imbens (2011) on changes
// (Heckman, Ichimura and Todd 1997). β is fitted on all controls of the study,
// within sets, so that what a month, area and band have in common drops out;
// besides risk and six months x has max(0, rise over the six months) and
// max(0, rise in the last), as peaks fade and dips do not. In simulations
// without effect these two halved what bias was left.
//
// # Standard error
//
//	n² V = Σ_g (D_g − E_g)² − Σ_i Σ_{j∈M(i)} (r_ij / k_i)²,   at least Σ_g D_g²
//	D_g  = Σ_{cases i of person g} (d_i − τ̂)
//	E_g  = Σ_{uses (i,j) of person g as control} (1/k_i + (Σ gaps)ᵀ S⁻¹ z_ij) r_ij
//
// r is a control's residual within its set, inflated for the mean and slopes
// taken off, z its covariates minus their set's mean, S = Σ z zᵀ. With one row
// per person this is the variance of Abadie and Imbens (2006, theorem 7): the
// spread of the d_i, which holds each control's noise once, plus what re-used
// controls add. Sums over persons instead of rows let a person be case, control
// in many sets and in many months. The last term of the weight is the noise of
// β. The ordinary bootstrap is not valid for matching with replacement (Abadie
// and Imbens 2008); the wild bootstrap that is (Otsu and Rai 2017) perturbs the
// same terms, so their sum of squares is used directly. Intervals are Student's
// with one degree of freedom less than case persons. Shocks that hit an area in
// a month cancel as long as the controls are from there.
//
// The interval is for what such cases can expect, so it allows for which persons
// happened to be cases.
//
// Events (death, special housing) are estimated in the same way as risk
// differences, their standard error at least that of Agresti and Caffo (2000).
//
// # Controls that start the kind themselves
//
// To leave out all who start within the follow-up chooses controls by their
// future: those whose need fell. Instead ([Replace]) such a control is from its
// own start on followed through its own controls, as often as needed: sequential
// matching (Lechner 2009). Estimated is: start now against not at all within
// the horizon. [Keep] leaves them as they came: start now against as usual,
// diluted by those who start later ([Effect].Started), exact when there is no
// effect. [Censor] is there to show the bias.
//
// # Death, special housing, moves
//
// Hours after death and in special housing count as [Options] says. Among
// survivors case and controls are those at home at the horizon; this compares
// like with like only if survival given x does not depend on the intervention, so
// read it beside the risk differences. Who moves is left out from then on,
// taken as telling nothing given x.
//
// # One case
//
// [CaseAt] gives what similar clients had: the mean of the controls, adjusted,
// and an interval that holds the change of a new similar client with
// probability 0.8, from the residuals r of clients with about the same hours
// before. One case proves nothing: the sentence says so.
//
// # Checks
//
//	pre_trend      change over the six months matched on, case minus controls, unadjusted: did matching work?
//	earlier_level  hours in s−12 … s−7 against the window before: not matched on
//	start_month    hours in s against the window before: fails only if the cases had more
//	placebo_start  all again with a start six months earlier, hours in s−5 … s−3; nobody had it yet
//
// A check fails if its interval lies wholly beyond ±0.1 standard deviations of
// the cases, ±0.25 for the pre-trend, which the estimate is adjusted for (Imbens
// and Wooldridge 2009): a difference both certain and not negligible. A failed
// placebo start means that the cases were on another course half a year before.
// So it is, in part, wherever a start is decided on how hours changed over half a
// year: matching sees that change, the placebo start does not yet. A failed
// start month means that something happened which the months before do not
// show: then give the month after as the start.
//
// # Groups
//
// Groups below MinCases persons say too few. The others are pooled ([Pool]).
// Pooling takes their estimates as independent, which re-used controls make
// slightly untrue.
//
// # Assumptions
//
// Given x, month, area and band, who starts is as good as random with respect to
// what would come without it; nobody affects another; other interventions at the
// same time are as common among controls. The effect is that of the followed and
// matched cases.
//
// # Measured
//
// In made-up municipalities where most starts come at a peak (BenchmarkCoverage;
// 50 to 375 cases, 300 to 1,000 municipalities) 95 % intervals covered 0.94 to
// 0.97 without effect and with one of −8 hours and fewer deaths; before and
// after alone raised false alarms in 8 to 99 %. Where one control in eight
// starts itself within a year, Replace covered 0.94 to 0.98, Keep down to 0.59
// and Censor down to 0.85 with an effect; placebo_start then fails in 9 to 14 %
// although nothing is wrong. A cause that arises in the start month makes
// estimates wrong by its own size; start_month found it in 39 of 40.
//
// # References
//
//   - Abadie, A. and Imbens, G. W. (2006). Large sample properties of matching
//     estimators for average treatment effects. Econometrica 74(1), 235-267.
//     doi:10.1111/j.1468-0262.2006.00655.x
//   - Abadie, A. and Imbens, G. W. (2008). On the failure of the bootstrap for
//     matching estimators. Econometrica 76(6), 1537-1557. doi:10.3982/ECTA6474
//   - Abadie, A. and Imbens, G. W. (2011). Bias-corrected matching estimators for
//     average treatment effects. Journal of Business & Economic Statistics
//     29(1), 1-11. doi:10.1198/jbes.2009.07333
//   - Agresti, A. and Caffo, B. (2000). Simple and effective confidence intervals
//     for proportions and differences of proportions result from adding two
//     successes and two failures. The American Statistician 54(4), 280-288.
//     doi:10.1080/00031305.2000.10474560
//   - Austin, P. C. (2009). Balance diagnostics for comparing the distribution of
//     baseline covariates between treatment groups in propensity-score matched
//     samples. Statistics in Medicine 28(25), 3083-3107. doi:10.1002/sim.3697
//   - Gelman, A. (2006). Prior distributions for variance parameters in
//     hierarchical models. Bayesian Analysis 1(3), 515-534. doi:10.1214/06-BA117A
//   - Heckman, J. J., Ichimura, H. and Todd, P. E. (1997). Matching as an
//     econometric evaluation estimator: evidence from evaluating a job training
//     programme. Review of Economic Studies 64(4), 605-654. doi:10.2307/2971733
//   - Imbens, G. W. and Wooldridge, J. M. (2009). Recent developments in the
//     econometrics of program evaluation. Journal of Economic Literature 47(1),
//     5-86. doi:10.1257/jel.47.1.5
//   - Lechner, M. (2009). Sequential causal models for the evaluation of labor
//     market programs. Journal of Business & Economic Statistics 27(1), 71-83.
//     doi:10.1198/jbes.2009.0006
//   - Otsu, T. and Rai, Y. (2017). Bootstrap inference of matching estimators for
//     average treatment effects. Journal of the American Statistical Association
//     112(520), 1720-1732. doi:10.1080/01621459.2016.1231613
//   - Röver, C. (2020). Bayesian random-effects meta-analysis using the bayesmeta
//     R package. Journal of Statistical Software 93(6). doi:10.18637/jss.v093.i06
package followup
