// Package series answers: how does a monthly series go on, and how sure is that,
// judged from the series alone?
//
// A [Method] is fitted to the values and gives a [Fitted], which forecasts mean
// and quantiles; [Notes] are what it did besides. [Published] is the forecast to
// show, [SeasonalNaive] the one that every other has to beat, [Methods] all of
// them by name, and [Backtest] judges them on months that they have not seen.
// Below, y(t) is the value of month t, T the last month, h the horizon (months),
// m the period (12 months), and e a one-step error.
//
// # Seasonal naive
//
//	ŷ(T+h) = y(T+h − mk)          k = ⌈h/m⌉
//	q_τ(T+h) = ŷ(T+h) + t_ν⁻¹(τ) · σ_k
//	σ_k² = 1/ν_k Σ_t [y(t) − y(t − mk)]²
//
// where t_ν⁻¹ is the quantile function of Student's distribution and ν_k the
// number of pairs. σ_k is measured on the pairs that lie k periods apart, if
// there are at least m of them; else it is σ_j·√(k/j) from the largest j < k
// that has enough, as for independent yearly increments. When not even one
// period apart there are m pairs, those that exist are used, with their few
// degrees of freedom; with fewer than two pairs the monthly steps y(t) − y(t−1)
// stand in, times √min(h, m). Errors are centred: under a trend of b per year
// the forecast is off by about −b·k, and σ_k widens by as much.
//
// # ETS: error, trend, season
//
//	q = l + φ b                   ŷ = q, q + s or q · s
//	l' = q + α e, b' = φ b + β e, s' = s + γ e     (e/s, e/s and e/q where s multiplies)
//	AICc = n log Σ r² + 2p + 2p(p+1)/(n − p − 1)
//
// with level l, slope b (per month, damped by φ), season s, and r the error e, or
// e/ŷ times the geometric mean of ŷ where errors multiply. The fifteen models
// with stable forecasts are fitted, multiplicative ones to positive values only,
// and the least AICc is taken; p counts smoothing parameters, first states and
// the variance. Since −2 log likelihood is n log Σ r², the fit is least squares,
// solved for smoothing parameters and first states together by Levenberg and
// Marquardt's method with exact derivatives. Intervals are analytic for additive
// seasons, and simulated from a seed where the season multiplies; both are
// widened as the variance is estimated (Student). [SES] is ETS(A,N,N).
//
// # Theta
//
//	ŷ(T+h) = l + b/2 · [h − 1 + (1 − (1 − α)^T)/α]
//
// with level and α of simple exponential smoothing and b the slope of the
// least-squares line, on the series adjusted by classical decomposition if its
// autocorrelation one season apart passes a 90 % test.
//
// # STL and STL-ETS
//
//	y = season + trend + remainder
//
// by loess ([STL]). [STLETS] forecasts y − season by ETS without season; on
// logarithms if those are likelier.
//
// # Gaussian process
//
//	Cov[y(s), y(t)] = c + w² min(s, t) + v² s t + S² exp(−2 sin²(π(s−t)/m)/λ² − |s−t|/(mL)) + σ² 1{s = t}
//
// a level that walks by w per month, a line of slope about v, a season of size S
// that is smooth over λ and changes over L years, and noise σ; c is large. The
// logs of these have weak priors (see kernel.go) and are set to their posterior
// mode; the forecast is the conditional normal distribution. A season or slope
// that the series hardly shows so shrinks to nothing instead of being fitted
// whole or tested away. Values and logarithms are both tried and weighted by
// their posterior densities. The last 144 months are used. Cost grows with the
// cube of the months.
//
// # Intermittent series
//
//	ŷ = z · p                     z' = z + α (y − z) when y > 0, p' = p + β (1{y > 0} − p)
//
// (TSB); Croston and SBA smooth the interval between amounts instead of p. A
// month's distribution is 0 with 1 − p, else a size that was seen, moved to z.
//
// # Published
//
// ½ Gaussian process + ½ mean of Theta, ETS and STL-ETS, of means and quantiles;
// TSB when a month in 1.32 or fewer has an amount. The halves are not estimated:
// on rolling origins of 660 monthly series a quarter, a half and all of the
// first differed by less than 2 % of MASE, and a half was best or next to it.
//
// # Missing and broken months, short series
//
// NaN is a month without a value. Where the last months are missing, forecasts
// start after them and are as much longer. Within a series the Gaussian process
// leaves missing months out, ETS goes on with e = 0, Croston's family waits, the
// seasonal naive takes the latest known value of the same calendar month (the
// mean of the last m known values when there is none), and season and trend of
// STL and Theta are measured on a straight line through the seasonally adjusted
// neighbours. [Clean] and [Published] take single broken months out by a rule
// that the former states. With fewer than two seasons no season is fitted, with
// a handful of values the middle of the last three stays; both are noted.
//
// # Assumptions
//
// The past goes on: level, slope and season change no faster than they did. A
// change of practice after the last month is not foreseen, and one within the
// series takes some months to be followed. Errors are normal on the scale of
// the model and independent, so an interval tells of one month, not of a year's
// sum. Means are those of the model or, on logarithms, medians.
//
// # References
//
//   - Assimakopoulos, V. and Nikolopoulos, K. (2000). The theta model. International
//     Journal of Forecasting 16, 521-530.
//   - Cleveland, R. B., Cleveland, W. S., McRae, J. E. and Terpenning, I. (1990). STL: a
//     seasonal-trend decomposition procedure based on loess. Journal of Official
//     Statistics 6, 3-73.
//   - Corani, G., Benavoli, A. and Zaffalon, M. (2021). Time series forecasting with
//     Gaussian processes needs priors. ECML PKDD. arXiv:2009.08102.
//   - Croston, J. D. (1972). Forecasting and stock control for intermittent demands.
//     Operational Research Quarterly 23, 289-303.
//   - Hyndman, R. J. and Athanasopoulos, G. (2021). Forecasting: Principles and
//     Practice, 3rd ed., sections 5.2, 5.5 and 13.9. OTexts. https://otexts.com/fpp3/
//   - Hyndman, R. J. and Billah, B. (2003). Unmasking the Theta method. International
//     Journal of Forecasting 19, 287-290.
//   - Hyndman, R. J. and Khandakar, Y. (2008). Automatic time series forecasting: the
//     forecast package for R. Journal of Statistical Software 27(3). doi:10.18637/jss.v027.i03
//   - Hyndman, R. J. and Koehler, A. B. (2006). Another look at measures of forecast
//     accuracy. International Journal of Forecasting 22, 679-688.
//   - Hyndman, R. J., Koehler, A. B., Ord, J. K. and Snyder, R. D. (2008). Forecasting
//     with Exponential Smoothing. Springer.
//   - Marquardt, D. W. (1963). An algorithm for least-squares estimation of nonlinear
//     parameters. SIAM Journal on Applied Mathematics 11, 431-441.
//   - Nocedal, J. and Wright, S. J. (2006). Numerical Optimization, 2nd ed. Springer.
//   - Rasmussen, C. E. and Williams, C. K. I. (2006). Gaussian Processes for Machine
//     Learning. MIT Press.
//   - Syntetos, A. A. and Boylan, J. E. (2005). The accuracy of intermittent demand
//     estimates. International Journal of Forecasting 21, 303-314.
//   - Syntetos, A. A., Boylan, J. E. and Croston, J. D. (2005). On the categorization of
//     demand patterns. Journal of the Operational Research Society 56, 495-503.
//   - Teunter, R. H., Syntetos, A. A. and Babai, M. Z. (2011). Intermittent demand:
//     linking forecasting to inventory obsolescence. European Journal of Operational
//     Research 214, 606-615.
package series
