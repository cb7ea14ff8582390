// Package series answers: how does a monthly series go on, and how sure is that,
// judged from the series alone?
//
// A [Method] is fitted to the values and gives a [Fitted], which forecasts mean
// and quantiles. [SeasonalNaive] is the member that every other forecast has to
// beat.
//
// # Model of the seasonal naive
//
//	ŷ(T+h) = y(T+h − mk)          k = ⌈h/m⌉, m the period (12 months)
//	q_τ(T+h) = ŷ(T+h) + t_ν⁻¹(τ) · σ_k
//	σ_k² = 1/ν_k Σ_t [y(t) − y(t − mk)]²
//
// where T is the last month, h the horizon (months), t_ν⁻¹ the quantile function
// of Student's distribution and ν_k the number of pairs. σ_k is measured on the
// pairs that lie k periods apart, if there are at least m of them; else it is
// σ_j·√(k/j) from the largest j < k that has enough, as for independent yearly
// increments. When not even one period apart there are m pairs, those that exist
// are used, with their few degrees of freedom; with fewer than two pairs the
// monthly steps y(t) − y(t−1) stand in, times √min(h, m).
//
// # Missing months
//
// NaN is a month without a value. Pairs with NaN are left out. When the month
// one period back is missing, the latest known value of the same calendar month
// is used, and when there is none the mean of the last m known values.
//
// # Assumptions
//
// Errors are centred: there is no trend. Under a trend of b per year the
// forecast is off by about −b·k, and σ_k, being a root mean square around zero,
// widens by as much. Errors at different months of the year have one variance.
// Intervals are symmetric; with NonNegative they are cut at zero.
//
// # References
//
//   - Hyndman, R. J. and Athanasopoulos, G. (2021). Forecasting: Principles and
//     Practice, 3rd ed., sections 5.2 and 5.5. OTexts. https://otexts.com/fpp3/
package series
