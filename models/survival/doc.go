// Package survival answers: how long until it happens, how often does each of
// several things happen first, and how fast do people die here, when some are
// followed only from a later age on and some have not come to an end yet?
//
// Row i of a [Sample] is under observation over (aᵢ, bᵢ], with weight wᵢ. At a time
// t of events, n = Σ wᵢ over aᵢ < t ≤ bᵢ is at risk, d of that have an event and d_k
// one of cause k. Times have the unit of the caller.
//
// # Survival and cumulative hazard
//
//	S(t) = Π_{s≤t} (1 − d/n)       Var S = S² Σ d/(n(n − d))       (Kaplan-Meier, Greenwood)
//	Λ(t) = Σ_{s≤t} d/n             Var Λ = Σ d/n²                  (Nelson-Aalen, Aalen)
//
// [KaplanMeier] gives both. Entry times decide who is at risk: a person who moved
// in at 80 says nothing of survival from 70 to 80. Where few are at risk at the
// first ages one event takes S to 0 for good; take the curve from a later start by
// [Sample.After].
//
// # Cumulative incidence
//
//	F_k(t) = Σ_{s≤t} S(s−) d_k/n
//
// is the probability of having had cause k first ([AalenJohansen]). 1 − S with the
// other causes censored is no such probability and is too high. The variance is
// that of the delta method with multinomial events at each time, which with one
// cause is Greenwood's:
//
//	Var F_k(t) = Σ (F_k(t) − F_k(s))² d/(n(n−d)) + S(s−)² d_k(n−d_k)/n³ − 2 (F_k(t) − F_k(s)) S(s−) d_k/n²
//
// In these variances weights are numbers of equal rows. For other weights, or
// several rows of a person, [RobustSE] sums the derivatives of F_k by each weight
// over persons (infinitesimal jackknife). Intervals are on the scale log(−log).
//
// # Proportional hazards
//
//	λᵢ(t) = λ₀ₛ(t) exp(Σⱼ βⱼ (xᵢⱼ − x̄ⱼ))
//
// with βⱼ the log hazard ratio per unit of xⱼ and a baseline for each stratum s.
// [FitCox] maximises the partial likelihood by Newton's method on standardised
// features. Of m events at one time, the l-th (from 0) has the risk set less the
// share l/m of the tied events (Efron), or the whole of it (Breslow):
//
//	log L = Σ_times [Σ_events wᵢ ηᵢ − w̄ Σ_l log(S₀ − l/m D₀)]      S₀ = Σ wᵢ e^ηᵢ at risk, D₀ = the same over events
//
// The baseline adds w̄/(S₀ − l/m D₀). [Cox.Covariance] is the inverse information,
// [Cox.Robust] I⁻¹ Σ_g u_g u_gᵀ I⁻¹ with the score residuals summed by person: to
// be used when a person has several rows, or weights are no counts. With Efron's
// ties a weight of 2 is not quite two rows, since the two would tie each other.
// [Cox.Proportional] tests each effect for a trend over time. [Concordance] is the
// share of pairs put in the right order; on the rows of the fit it flatters.
//
// # Rates with a table behind them
//
//	D_c ~ Poisson(E_c ρ_c θ_c)     θ_c ~ Gamma(shape 1/σ², mean exp(γ₀ + γᵀz_c))
//	rate_c | D, γ, σ ~ Gamma(1/σ² + D_c, rate 1/(σ² ρ_c exp(γ₀ + γᵀz_c)) + E_c)
//
// where cell c, an age band of one sex say, has D_c events in exposure E_c ([Bands]
// counts them) and a table says ρ_c. exp(γ₀) is the ratio to the table, γ how it
// follows covariates z (those with care may be nearer to the table the older they
// are), and σ the relative spread of cells around that. [ShrinkRates]
// finds how strongly to shrink from the data, by the marginal (negative binomial)
// likelihood of σ: it averages over σ on a grid and over γ (normal around its
// mode), so that intervals hold what is not known of these as well, which plugging
// the likeliest in would leave out (Morris 1983). Priors: γ normal around 0 with
// standard deviation 1, σ half-normal with 0.5. A cell's mean is between its own
// rate and the table's times the ratio; [Rate.Own] says where.
//
// # Assumptions
//
// Being censored, or entering late, says nothing of the hazard given the features.
// Persons are independent. Beyond the last observation nothing is known, and curves
// stay level there. A cumulative incidence tells of the risks as they are: it
// changes when another cause does. Cells of rates are independent given γ and σ,
// and the table is known without error.
//
// # References
//
//   - Aalen, O. O. and Johansen, S. (1978). An empirical transition matrix for
//     non-homogeneous Markov chains based on censored observations. Scandinavian
//     Journal of Statistics 5, 141-150.
//   - Andersen, P. K., Borgan, Ø., Gill, R. D. and Keiding, N. (1993). Statistical
//     Models Based on Counting Processes. Springer.
//   - Clayton, D. and Kaldor, J. (1987). Empirical Bayes estimates of age-standardized
//     relative risks for use in disease mapping. Biometrics 43(3), 671-681.
//   - Cox, D. R. (1972). Regression models and life-tables. Journal of the Royal
//     Statistical Society B 34, 187-220.
//   - Efron, B. (1977). The efficiency of Cox's likelihood function for censored data.
//     Journal of the American Statistical Association 72, 557-565.
//   - Fenwick, P. M. (1994). A new data structure for cumulative frequency tables.
//     Software: Practice and Experience 24(3), 327-336.
//   - Grambsch, P. M. and Therneau, T. M. (1994). Proportional hazards tests and
//     diagnostics based on weighted residuals. Biometrika 81(3), 515-526.
//   - Harrell, F. E., Califf, R. M., Pryor, D. B., Lee, K. L. and Rosati, R. A. (1982).
//     Evaluating the yield of medical tests. JAMA 247, 2543-2546.
//   - Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete
//     observations. Journal of the American Statistical Association 53, 457-481.
//   - Lin, D. Y. and Wei, L. J. (1989). The robust inference for the Cox proportional
//     hazards model. Journal of the American Statistical Association 84, 1074-1078.
//   - Morris, C. N. (1983). Parametric empirical Bayes inference: theory and
//     applications. Journal of the American Statistical Association 78, 47-55.
//   - Therneau, T. M. and Grambsch, P. M. (2000). Modeling Survival Data: Extending
//     the Cox Model. Springer.
package survival
