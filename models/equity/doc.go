// Package equity answers: do people with the same need get the same help
// (sv: likvärdighet), or does it hang on where they live and who decides?
//
// # Model
//
// For decision i of client c, made in area a by officer o:
//
//	log(granted_i / expected_i) = x_iᵀβ + u_a + v_o + w_c + e_i
//	u_a ~ N(0, σ_area²)   v_o ~ N(0, σ_officer²)   w_c ~ N(0, σ_client²)   e_i ~ N(0, σ²)
//
// granted are hours per month (core.service_decisions.granted_h_per_month),
// expected the hours per month that the assessed need gets at average officer and
// area (package needs), x_i the levels of sex, age group, language and year
// against the most common level of each. Officers may work in one area or in
// several; one who works in a single area is compared within it. A client's
// decisions follow upon each other and resemble each other for reasons that were
// not written down: w_c keeps them from counting as independent evidence. With
// Options.FreeSlope the response is log granted, and the power of expected is
// estimated.
//
// # Estimator
//
// Restricted maximum likelihood (Patterson and Thompson 1971; Laird and Ware
// 1982). With θ_k = σ_k/σ, β and σ² profiled out and N decisions, p fixed effects:
//
//	−2ℓ(θ) = (N − p) log Q + log|R| + log|M|
//	M = D C D + diag(0_p, I),  Q = C_yy − rᵀM⁻¹r,  r = D C_y,  D = diag(1_p, θ_area, θ_officer)
//	C = Σ_c W_cᵀ (I − κ_c 11ᵀ) W_c,  κ_c = θ_client² / (1 + n_c θ_client²),  log|R| = Σ_c log(1 + n_c θ_client²)
//
// where W_c are the rows of client c in (X, Z_area, Z_officer, y) and n_c their
// number. Clients are absorbed: C is a sum of one matrix for each number of
// decisions that clients have, so that no evaluation reads the decisions again,
// and M is as large as there are areas and officers. −2ℓ is minimised by BFGS
// with exact derivatives until less than 10⁻⁹ is expected to be gained; it is even
// in each θ, so 0 is reached without a bound. Model.Status.Converged is false when
// rounding stops the search where more than 10⁻³ could be gained.
//
// # Uncertainty
//
// Components: profile intervals, where −2ℓ with the others at their best exceeds
// its least by the quantile of χ²₁ (the residual's and those of need and fixed
// effects follow the χ² of a variance). Component.Low is 0 where none is possible.
// Shares divide by the sum of all components; their intervals simulate each
// standard deviation from its own interval, as if independent.
//
// Areas and officers: best linear unbiased predictions (BLUP), drawn towards the
// mean the more the fewer decisions a level has (partial pooling; Gelman and Hill
// 2007), as ratios to the mean over decisions. Intervals integrate over what is
// not known of σ_area and σ_officer on a grid, with the restricted likelihood and
// a half-normal prior of scale Options.PriorSD on each: with four areas the data
// alone leave σ_area open upwards (Gelman 2006). σ_client stays at its estimate.
//
// Tests: the restricted likelihood ratio against ½χ²₀ + ½χ²₁ for one component
// and ¼χ²₀ + ½χ²₁ + ¼χ²₂ for areas and officers together (Self and Liang 1987).
// With few groups the truth has more weight at 0, so that a test at 5 % finds
// something where nothing is in less than 5 %.
//
// # Showing it
//
// A rank never comes without its interval ([Model.Ranks]): places in draws from
// the joint posterior, as Goldstein and Spiegelhalter (1996) ask of league tables.
// [Model.Compare] says which levels can be told apart: those whose difference
// exceeds c posterior standard deviations, c chosen so that in a share Level of
// the draws no difference at all is as far from its mean. All others are
// comparable. Levels with fewer than Options.MinClients clients take part in the
// estimate, where they are drawn to the mean, but their numbers are NaN and they
// are neither ranked nor compared.
//
// # Assumptions and limits
//
//   - What is called place and person is what the assessment does not explain. If
//     officers assess the same person differently, expected follows them, and that
//     part of the difference is not seen here.
//   - A level differs also where clients differ in something that is neither
//     assessed nor among the factors.
//   - Ratios below a few hours are rounding and thresholds: decisions with less
//     expected than Options.MinExpected are left out, as are refusals (0 hours)
//     and ratios that can only be faults of delivery; Model.LeftOut counts them.
//   - A decision renewed with the same hours carries the habits of the earlier
//     officer to the new one. Leave such renewals out, else officers look more
//     alike than they are.
//   - Residuals are taken as normal. Heavy tails leave effects unbiased but make
//     the residual's interval too narrow.
//   - With a single level, or no client with two decisions, a component cannot be
//     told from the others and is given as 0.
//
// # References
//
//   - Patterson, H. D. and Thompson, R. (1971). Recovery of inter-block
//     information when block sizes are unequal. Biometrika 58(3), 545-554.
//     doi:10.1093/biomet/58.3.545
//   - Laird, N. M. and Ware, J. H. (1982). Random-effects models for longitudinal
//     data. Biometrics 38(4), 963-974. doi:10.2307/2529876
//   - Henderson, C. R. (1975). Best linear unbiased estimation and prediction
//     under a selection model. Biometrics 31(2), 423-447. doi:10.2307/2529430
//   - Self, S. G. and Liang, K.-Y. (1987). Asymptotic properties of maximum
//     likelihood estimators and likelihood ratio tests under nonstandard
//     conditions. JASA 82(398), 605-610. doi:10.1080/01621459.1987.10478472
//   - Goldstein, H. and Spiegelhalter, D. J. (1996). League tables and their
//     limitations: statistical issues in comparisons of institutional performance.
//     JRSS A 159(3), 385-443. doi:10.2307/2983325
//   - Gelman, A. (2006). Prior distributions for variance parameters in
//     hierarchical models. Bayesian Analysis 1(3), 515-534. doi:10.1214/06-BA117A
//   - Gelman, A. and Hill, J. (2007). Data Analysis Using Regression and
//     Multilevel/Hierarchical Models. Cambridge University Press.
//     doi:10.1017/CBO9780511790942
//   - Bates, D., Mächler, M., Bolker, B. and Walker, S. (2015). Fitting linear
//     mixed-effects models using lme4. Journal of Statistical Software 67(1), 1-48
//     (profile intervals, and the tests' Dyestuff numbers).
//     doi:10.18637/jss.v067.i01
package equity
