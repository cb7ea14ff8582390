// Package effect answers: how much would an intervention change, for whom, and
// how much of that can be believed?
//
// # Question
//
//	τ = E[Y(1) − Y(0)]        τ(x) = E[Y(1) − Y(0) | X = x]
//
// where Y(1) and Y(0) are the outcome of the same row with and without
// treatment (such as home-care hours per month a year later), T ∈ {0, 1} is
// whether it was treated, and X what was known at time zero. Effects have the
// unit of the outcome; a saving is negative. Averages are over the treated
// ([ATT]), over all ([ATE]), or weighted by overlap e(x)(1 − e(x)) ([ATO]).
//
// # Sequential target trials
//
// [Trials] holds one row for each person and month in which the intervention
// could have begun. Time zero is that month for both arms. Treated are those who
// begin in it; controls are those who do not, also if they begin later
// (intention to treat). [Trials.Eligible] keeps new users only. A person appears
// in many trials; standard errors are clustered by person. Where starts are
// rare, [Trials.SampleControls] draws controls within months, which leaves the
// ATT and τ(x) as they are. Two outcomes answer two questions: among [All],
// hours after death or a move to special housing are what the caller gives
// (usually 0), so that a treatment that saves lives may raise hours; among
// [Survivors], those who ended count as unseen, the hours had nobody ended.
// [Ending] is the effect on the share that ended, to be shown beside both.
//
// # Averages
//
// Nuisances are e(x) = P(T = 1 | x) by a penalised logistic regression, and
// m₀(x), m₁(x) = E[Y | T, x] by a [Regressor] within each arm. Each row's are
// learned from other persons (K folds by person, R splits, averaged). With
// s = 1/P(seen | x, T) where the outcome is seen, else 0 (inverse probability of
// censoring, at most 20), the doubly robust scores and estimators are
//
//	φᵢ  = m₁ − m₀ + s [T (Y − m₁)/e − (1 − T)(Y − m₀)/(1 − e)]
//	ATE = mean φ
//	ATT = Σ T [m₁ − m₀ + s (Y − m₁)] / Σ T  −  Σ (1−T) s o (Y − m₀) / Σ (1−T) s o       o = e/(1−e)
//	ATO = Σ [(T−e)² (m₁−m₀) + s T (1−e)(Y−m₁) − s (1−T) e (Y−m₀)] / Σ (T−e)²
//
// The first two are right when either the propensity or the outcome model is;
// the third is Robinson's residual-on-residual regression. Intervals use
// Student's t with the persons of the smaller arm less one.
//
// Rows with e outside 0.05 to 0.95 have nothing to be compared with: an ATE
// drops them, an ATT only those above, an ATO weights them down. [Overlap]
// counts them and describes the treated among them; the estimate is then about
// the rest. With Options.Keep they stay, with e clipped.
//
// # Effects of single rows
//
// The DR-learner regresses φ on few modifiers with heavy smoothing, weighted by
// e(1 − e). [Nuisance.Heterogeneity] judges it on persons left out of it and of
// the nuisances behind its pseudo-outcomes, within folds:
//
//	BLP    slope of φ on the prediction; p one-sided
//	TOC    TOC(q) = E[φ | the share q of greatest prediction] − E[φ]
//	AUTOC  ∫₀¹ TOC(q) dq = ∫ (−ln u − 1) m(u) du          m(u) = E[φ | rank u]
//	Qini   ∫₀¹ q TOC(q) dq = ∫ (½ − u) m(u) du
//	       (the area between gain curve and diagonal, per person of the whole)
//
// Standard errors of the areas come from the persons' influence, through scores
// and ranks. Over the splits the median is taken, with p doubled and intervals at
// half the error, since the luck of one split otherwise decides. [Verdict] is
// individual only if p < 0.05, both areas' intervals lie above zero, and at
// least four of five quintiles observe what was predicted; else the average with
// its interval is all that may be shown, and [Predictor.Effects] gives no more.
// No criterion suffices alone: the folds' rankings depend on each other, and
// where no effect varies the areas spread up to 1.5 times their standard error.
// In 300 simulations of 900 persons with equal effects the verdict was individual
// in 3 % with one split and in 1 % with three; with effects of standard deviation
// 2 (that of φ is about 10), in 93 %.
//
// # Checks
//
// Each tries to prove the analysis wrong, and a failed one is a warning on every
// number of it ([Failed]): balance after weighting, permuted labels, a start six
// months too early, an outcome that treatment cannot change, trends before time
// zero, and how strong a hidden cause would have to be (E-value).
//
// # Assumptions
//
// No hidden common causes of treatment and outcome given X; no check can prove
// that. X must be known at time zero, and must hold the trajectory of the
// outcome: help is started at a peak, and what fades by itself looks like an
// effect (regression to the mean). One person's treatment does not change
// another's outcome. Censoring is independent of the outcome given X and T.
// Outcome models of an arm see at least ten persons; the intervals of a handful
// of treated describe chance only. Intervals of predicted effects come from a
// jackknife over twenty groups of persons and leave out the error of smoothing.
//
// # References
//
//   - Hernán, M. A. and Robins, J. M. (2016). Using big data to emulate a target
//     trial when a randomized trial is not available. American Journal of
//     Epidemiology 183(8), 758-764. doi:10.1093/aje/kwv254
//   - Danaei, G. et al. (2013). Observational data for comparative effectiveness
//     research: an emulation of randomised trials of statins. Statistical Methods
//     in Medical Research 22(1), 70-96. doi:10.1177/0962280211403603
//   - Robins, J. M., Rotnitzky, A. and Zhao, L. P. (1994). Estimation of
//     regression coefficients when some regressors are not always observed.
//     Journal of the American Statistical Association 89(427), 846-866.
//     doi:10.1080/01621459.1994.10476818
//   - Chernozhukov, V. et al. (2018). Double/debiased machine learning for
//     treatment and structural parameters. Econometrics Journal 21(1), C1-C68.
//     doi:10.1111/ectj.12097
//   - Robinson, P. M. (1988). Root-N-consistent semiparametric regression.
//     Econometrica 56(4), 931-954. doi:10.2307/1912705
//   - Li, F., Morgan, K. L. and Zaslavsky, A. M. (2018). Balancing covariates via
//     propensity score weighting. Journal of the American Statistical Association
//     113(521), 390-400. doi:10.1080/01621459.2016.1260466
//   - Stürmer, T. et al. (2010). Treatment effects in the presence of unmeasured
//     confounding: dealing with observations in the tails of the propensity score
//     distribution. American Journal of Epidemiology 172(7), 843-854.
//     doi:10.1093/aje/kwq198
//   - Robins, J. M. and Finkelstein, D. M. (2000). Correcting for noncompliance
//     and dependent censoring in an AIDS clinical trial. Biometrics 56(3),
//     779-788. doi:10.1111/j.0006-341X.2000.00779.x
//   - Kennedy, E. H. (2023). Towards optimal doubly robust estimation of
//     heterogeneous causal effects. Electronic Journal of Statistics 17(2),
//     3008-3049. doi:10.1214/23-EJS2157
//   - Chernozhukov, V., Demirer, M., Duflo, E. and Fernández-Val, I. (2017).
//     Generic machine learning inference on heterogeneous treatment effects.
//     doi:10.48550/arXiv.1712.04802
//   - Yadlowsky, S., Fleming, S., Shah, N., Brunskill, E. and Wager, S. (2021).
//     Evaluating treatment prioritization rules via rank-weighted average
//     treatment effects. doi:10.48550/arXiv.2111.07966
//   - Radcliffe, N. J. (2007). Using control groups to target on predicted lift.
//     Direct Marketing Analytics Journal 1, 14-21.
//   - Lipsitch, M., Tchetgen Tchetgen, E. and Cohen, T. (2010). Negative controls.
//     Epidemiology 21(3), 383-388. doi:10.1097/EDE.0b013e3181d61eeb
//   - VanderWeele, T. J. and Ding, P. (2017). Sensitivity analysis in
//     observational research: introducing the E-value. Annals of Internal
//     Medicine 167(4), 268-274. doi:10.7326/M16-2607
//   - Austin, P. C. (2009). Balance diagnostics for comparing the distribution of
//     baseline covariates between treatment groups in propensity-score matched
//     samples. Statistics in Medicine 28(25), 3083-3107. doi:10.1002/sim.3697
//   - Golub, G. H., Heath, M. and Wahba, G. (1979). Generalized cross-validation
//     as a method for choosing a good ridge parameter. Technometrics 21(2),
//     215-223. doi:10.1080/00401706.1979.10489751
package effect
