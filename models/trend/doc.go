// Package trend answers: where is a monthly series heading, since when, and is that
// more than chance?
//
// [Fit] takes one resource of one scope (hours, clients or a share by month) and gives
// level, slope, season, change points and odd months with intervals, a [Verdict], and
// sentences ([Trend.Swedish]). [PersonTrends] is the cheap form for lists of persons.
// [PersonsAndHours], [Flows], [Kitagawa] and [Standardise] say what a change is made
// of, [BenjaminiHochberg] which of many scopes to believe.
//
// # Model
//
//	y(t) = a + b t + Σ_c δ_c 1{t ≥ c} + Σ_d κ_d (t − d + 1)₊ + Σ_r ρ_r 1{t ≥ r} + Σ_o θ_o 1{t = o} + s(t) + e(t)
//	Cov[e(s), e(t)] = σ² [(1 − w) φ^|s−t| + w 1{s = t}]
//
// with t in months, level shifts δ at c, changes of slope κ at d (per month), reporting
// breaks ρ at r, odd months o, and season s(t) with one effect per calendar month that
// sum to zero. Only known months enter; V is the correlation matrix of just these, so
// a missing month is neither filled in nor a gap of one step.
//
// The noise is white, autoregressive, or a level that wanders under white noise: φ is
// 0, 0.2, 0.4, 0.6, 0.8, 0.9 or 0.97, w (from φ = 0.8 on) 0, 0.2 or 0.5. None is chosen;
// everything is averaged over the thirteen, weighted by likelihood, since an estimated φ is
// uncertain and too low in five years of months. In the search the persistent ones (φ
// from 0.8 on) weigh a third: they explain nearly any change away.
//
// Counts of clients are different ([Series].Stock). Who is a client stays one, so that
// chance itself moves the level for long: φ is about one less the share that leaves
// each month, and is taken to be 0.9, 0.95, 0.98 or 0.99. The sum of hours of such
// clients is a stock as well: set it, or false alarms are four times as many.
//
// # Change points
//
// Wanted is the set S of level shifts, slope changes and odd months with the least
//
//	C(S) = −2 log Σ_k π_k exp(−½ D_k(S)) + Σ_{S} price
//	D_k(S) = (n − p) log RSS_k(S) + log |V_k| + log |XᵀV_k⁻¹X|
//
// RSS_k being the generalised least-squares residual of the p base terms X (level,
// slope, season, reporting breaks) and S after whitening with V_k, and D_k the likelihood
// restricted to what X leaves. A change costs 3.3 log n (of a stock 3.7), an odd month 2.9 log n, n at
// least 60: a BIC for the coefficient, the place and the kind. Changes are at least six
// known months from each other and from both ends, so a month or two cannot be one: the
// months themselves compete for the same residuals, as odd. Under each noise members
// join forward, go two steps past the best set, and are then moved, exchanged or
// dropped one by one (all places, all kinds); the sets so found are compared by C.
//
// This is the penalised cost of optimal partitioning (Jackson et al. 2005; PELT, Killick
// et al. 2012) without the recursion: a slope, a season and a noise that segments share,
// and lines that join at a change of slope, make costs that do not add over segments,
// which the recursion needs. With one or two changes the search is checked against all
// pairs.
//
// A season is there if an F test at 1 % says so, changes taken out. It is estimated
// together with the changes, not by STL (Cleveland et al. 1990) before: the trend of STL
// smooths a step over a year and a half, and part of the step can become season.
//
// [Change].P is 30 exp(−D/2), D the change's part of the deviance: the tail of the
// largest D in series without change, by simulation.
//
// # Slope and intervals
//
// The present slope is Sen's (1968): the median of [y(j) − y(i)]/(j − i) over pairs of
// season-adjusted months since the last change of slope, odd ones left out and no pair
// across a step. Its variance under noise k is
//
//	(π/3) σ_k² x̃ᵀ V_k x̃ / (x̃ᵀx̃)²
//
// with x̃ the months less their mean within a stretch without steps, π/3 the asymptotic cost
// of the median. The interval is that of the mixture over noises and over all sets that
// differ from S by one change (moved, left out, added, of the other kind), weighted by
// exp(−½ C): a place that is not sure widens it. Normal components are stretched to
// Student's quantile with n − p degrees of freedom. [Summary].P comes from the same
// mixture. A moving-block bootstrap (Künsch 1989) has too few blocks here, see below.
//
// Levels and earlier slopes are generalised least squares, averaged in the same way over
// noises but not over sets.
//
// # Reporting breaks
//
// Breaks that are given are in the model from the start: they are never changes, and no
// level shift is looked for within six months of them. With [Series].Reference, its own
// level shifts count as reporting breaks if the series has one in the same month whose
// share of the level may lie between half and twice the reference's. A change
// of practice everywhere at once looks the same: give a reference only where a common
// step cannot be real, such as the count of delivered rows.
//
// # Few persons, few months
//
// Fewer than ten persons (median of the last twelve known months) give TooFewPersons,
// fewer than twenty a warning in the sentence. Fewer than twelve known months give TooShort,
// fewer than two known in each calendar month no season. Deciding on suppression of
// the numbers themselves is left to who shows them.
//
// # Persons
//
// Sen's slope over the known months, with the variance formula above, one φ for all (the one
// whose residuals have the products of neighbours seen) and
//
//	σ_i² = (4 κ ℓ_i + (n_i − 2) s_i²) / (n_i + 2)
//
// s_i² the person's own variance, corrected for φ, κ ℓ_i what is usual at level ℓ_i
// (Smyth 2004; the weight of four months is chosen). 100,000 persons of 24 months took
// 0.7 seconds on two cores (BenchmarkPersons), a series of 60 months 20 ms (BenchmarkFit). In SQL: the median of an array of pair slopes, and the same formula
// with [Pooled] as constants.
//
// # Measured
//
// Made-up series of 60 months, 300 each (BenchmarkStudy, BenchmarkStock; steps in
// standard deviations of the noise, slope changes in those per month):
//
//	autocorrelation                      0      0.3    0.6    0.8    0.9    0.97
//	false alarms, no change              0.003  0.003  0.023  0.057  0.073  0.150
//	   season, 10 % missing, 2 odd              0.003  0.033
//	95 % interval of the slope covers    0.98   0.98   0.98   0.98   0.96   0.84
//	   an 80 % interval                  0.93   0.92   0.88   0.87   0.80   0.61
//	95 % interval of the level covers    1.00   0.99   0.97   0.96   0.93   0.74
//	step of 2 found within a month       0.30   0.15   0.17
//	step of 3                            0.82   0.62   0.62
//	step of 4                            0.99   0.94   0.91
//	step of 6                            1.00   1.00   1.00
//	slope change of 0.2, within 6 months        0.28
//	   of 0.3                                   0.80
//	   of 0.5                                   1.00
//
// With season, missing and odd months a step of 4 is found in 0.76; in 36 months in
// 0.74. A year on another level by 4 is found in 0.94. One slope change in ten is placed
// more than six months off. A step of 1 or 2 that is not found is partly told as a slope:
// the interval then holds the true slope, none, in 0.77 to 0.90. Slopes change slowly:
// within the two years after one of 0.1 per month that is not found the interval holds
// the new slope in 0.60.
//
// A reporting break of 6 that was not told was a change in every series, told in 0.013
// (the rate of others), seen in the reference in 0.013; an own step of 5 beside it was found
// in 0.99.
//
// Counts of 60 and 400 clients of whom 3 % come and leave each month: false alarms 0.047
// and 0.017 as a stock (else 0.21 and 0.15), 95 % intervals of the slope cover 0.97 and
// 0.93 (else 0.84 and 0.82), 6, 9 and 12 of 60 coming at once are found in 0.16, 0.64 and
// 0.95. Hours of 100 such clients: false alarms 0.040 and coverage 0.94 as a stock, 0.19 and
// 0.84 otherwise.
//
// Intervals of Sen's slope by moving blocks of six months covered 0.73 in 24 months, and
// 0.88, 0.85 and 0.72 in 60 with autocorrelation 0.3, 0.6 and 0.8
// (BenchmarkBlockBootstrap).
//
// Slopes of 4,000 made-up persons over 6 to 24 months: 95 % intervals covered 0.92 (12
// months, autocorrelation 0.6) to 0.96.
//
// The Nile, 1871-1970: one level shift, after 1898. Deaths from lung diseases: a season, a
// fall, no change, February 1976 odd. Air passengers: a rise, no change, although
// their season grows.
//
// # Assumptions
//
// Changes are abrupt or bends, the season is additive and does not grow, the noise has
// one variance. Where the number of persons moves a lot, the variance of hours per person
// does too; take hours and persons apart.
//
// # References
//
//   - Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal
//     of the Royal Statistical Society B 57(1), 289-300. doi:10.1111/j.2517-6161.1995.tb02031.x
//   - Chen, C. and Liu, L.-M. (1993). Joint estimation of model parameters and outlier
//     effects in time series. Journal of the American Statistical Association 88(421),
//     284-297. doi:10.1080/01621459.1993.10594321
//   - Cleveland, R. B., Cleveland, W. S., McRae, J. E. and Terpenning, I. (1990). STL: a
//     seasonal-trend decomposition procedure based on loess. Journal of Official
//     Statistics 6, 3-73.
//   - Cobb, G. W. (1978). The problem of the Nile: conditional solution to a changepoint
//     problem. Biometrika 65(2), 243-251. doi:10.1093/biomet/65.2.243
//   - Jackson, B. et al. (2005). An algorithm for optimal partitioning of data on an
//     interval. IEEE Signal Processing Letters 12(2), 105-108. doi:10.1109/LSP.2001.838216
//   - Killick, R., Fearnhead, P. and Eckley, I. A. (2012). Optimal detection of
//     changepoints with a linear computational cost. Journal of the American
//     Statistical Association 107(500), 1590-1598. doi:10.1080/01621459.2012.737745
//   - Kitagawa, E. M. (1955). Components of a difference between two rates. Journal of the
//     American Statistical Association 50(272), 1168-1194. doi:10.1080/01621459.1955.10501299
//   - Künsch, H. R. (1989). The jackknife and the bootstrap for general stationary
//     observations. Annals of Statistics 17(3), 1217-1241. doi:10.1214/aos/1176347265
//   - Patterson, H. D. and Thompson, R. (1971). Recovery of inter-block information when
//     block sizes are unequal. Biometrika 58(3), 545-554. doi:10.1093/biomet/58.3.545
//   - Sen, P. K. (1968). Estimates of the regression coefficient based on Kendall's tau.
//     Journal of the American Statistical Association 63(324), 1379-1389.
//     doi:10.1080/01621459.1968.10480934
//   - Smyth, G. K. (2004). Linear models and empirical Bayes methods for assessing
//     differential expression in microarray experiments. Statistical Applications in
//     Genetics and Molecular Biology 3(1), 3. doi:10.2202/1544-6115.1027
package trend
