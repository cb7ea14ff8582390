// Package demography answers: how many old people will there be, and how much care
// will they use if each age and sex goes on using as much as now?
//
// The second is the demographic standard, the forecast that Swedish municipalities
// make today and that every other has to beat. The first is what it, and other
// models, rest on where the municipality has no projection of its own.
//
// # The demographic standard
//
//	r(a, c) = Σ_t y(a, c, t) / Σ_t N(a, c, t)          t = T − W + 1 … T
//	ŷ(a, T+h) = e^(g·d(h)) Σ_c r(a, c) · N(a, c, T+h) + u(a)
//
// with y what sex and age group c of area a used in month t (clients, hours per
// month), N its mean number of inhabitants in the month, on the straight line
// between year-ends, r the rate (per inhabitant and month), T the origin, W the
// months that the rates rest on (12), h the horizon (months), and u the monthly
// mean of what people in no age group, or in groups without inhabitants, used. The
// rates are held constant, g = 0, as Norrköping does (rates by age and sex times
// population projection) and as SKR (Sweden's municipalities and regions) describes
// it in its method support: take the share of each age group and sex who have the
// service, and the hours per user, from the latest year, let them stand, multiply
// by the projected number of inhabitants, and look no further than about five
// years. There is no season in it.
//
// With [StandardOptions].Trend, g is the slope (per month) of the log of what was
// used over what constant rates expect, by up to five whole years, all areas
// together, shrunk to what is beyond chance, and d(h) = (W−1)/2 + Σ_{i≤h} 0.95^i.
//
// An area without inhabitants of its own is divided by those of the municipality:
// that spreads the municipality's forecast by the area's share of each group's use.
// The total is the sum of the areas. If no area has inhabitants of its own it is
// the municipality's rates times its population.
//
// # Intervals of the standard
//
//	(y/ŷ − 1)² = φ/ŷ + κ + τ² h + noise
//
// is fitted to the errors of forecasts from every earlier month that has a whole
// window before it, with weights 1/fitted² and no term below zero: φ is
// overdispersion (1 for Poisson counts), κ season and chance that all share, τ² the
// walk of practice per month. Areas share one fit, the total has its own (φ = 0).
// Quantiles are those of a Gamma distribution with mean ŷ and that variance,
// widened as for Student's distribution since errors overlap. The errors are those
// of rates, given the population: the error of its projection is not in them and
// may be added (PopulationError). On made-up towns whose practice walked by 0 to
// 1.5 % per month, 80 % intervals covered .72 to .94 of totals (standard error
// .04) and .76 to .91 of areas at 1 to 36 months, with 36 or 60 months of history;
// shorter histories covered more at long horizons.
//
// # Population by cohorts
//
//	N(x+1, t+1) = N(x, t) · exp(−½[m(x, t+1) + m(x+1, t+1)]) · (1 + g(x))
//	N(ω, t+1)   = the same from ω − 1, + N(ω, t) · exp(−m(ω, t+1)) · (1 + g(ω))
//
// by sex, with N persons aged x (completed years) at the end of year t, m the
// central death rate (deaths per person and year), ω the open age and g net
// migration (share per year). Between mean populations of years, each m is the mean
// of the years t and t+1. Ages are those that the caller gives; with ages from 55,
// the first ten years of those aged 65 and older rest on people who are known. The
// youngest age is what the caller gives, else its last count plus the mean change
// of five years, damped by 0.9 a year.
//
// Where year-ends are missing, [FitStandard] goes along cohorts: geometrically
// between known years, by cohort change ratios of all areas (Hamilton and Perry)
// beyond them, for five years at most.
//
// # Mortality
//
//	D(x, t) ~ Poisson(E(x, t) · m(x, t))               log m(x, t) = a(x) + b(x) k(t)
//	k(t) = level(t) + shock(t)                         level(t+1) = level(t) + drift + step(t)
//
// for each sex (Lee and Carter 1992, with the likelihood of Brouhns and others
// 2002): D deaths, E mean population of the year, k the index of mortality. It is
// fitted to the last twenty years by Newton steps in turn for a, k and b, with b a
// priori normal around an even change over ages (which a country's deaths
// outweigh), until the deviance changes by less than 1e-10 of itself; else ErrNoFit. The variances of
// step and shock come from the covariance of the changes of k, in the same year
// and one year apart, where a shock is at most a third of the variance. The rates
// of the origin are those of the smoothed level, times deaths over expected deaths
// of the last three years by age, shrunk by empirical Bayes (Marshall 1991).
//
// A municipality's level is the country's times θ ~ Gamma(α, α), α = 1/0.1²: after
// D deaths where E[D] were expected, θ = (α + D)/(α + E[D]), once for all and then
// by sex and band of ages around that ([Mortality.Shrink]). 0.1 was chosen.
//
// # Intervals of the population
//
// 500 draws, from a seed: of the drift (its standard error, from the variance of
// changes of k), steps and shocks of both sexes' index with their covariance, and
// the spread itself (chi-squared); of how bands of ages (below 65, 65-74, 75-84,
// 85-89, 90 and older) depart from the index, a walk and shocks beyond Poisson,
// the same for both sexes; of θ; of migration, a part that lasts and one of each
// year; and of the deaths of single persons. The index is the same for all areas
// of a seed, so that [SumProjections] does not average it out.
//
// On Sweden 1969-2020, projected 1, 3, 5 and 10 years from every second year of
// 1989-2019: mean absolute error of those aged 65-79 .04, .12, .23, .50 %, of 80+
// .12, .27, .51, 1.11 %, of 90+ .27, .79, 1.02, 1.75 %; with constant rates 10 years
// ahead 1.85, 5.60 and 6.87 %, by linear drift 15.8, 7.0 and 5.1 %. Up to three
// years ahead constant rates do as well for 90+. Intervals of 80 % covered .77 of
// all (.69 one year ahead, .91 ten years ahead), which is a little flattering, as
// the parts of the spread were chosen with these origins in view; from the even
// years between, on which no choice rests but whose futures overlap, .81.
//
// # Scenarios
//
// [Mortality.With] multiplies the death rates, at once or over some years
// ([Variants]: low, main and high life expectancy).
//
// # Assumptions
//
// The standard takes today's practice and health at each age for granted: neither
// longer lives in better health nor a new guideline is in it, but their past
// changes are in the intervals. Mortality goes on falling as in the last twenty
// years; when the fall quickens, as it did around 1980-2000, counts ten years
// ahead come out about 1 % too low. An epidemic year is a shock within the
// interval's tail at best: 2020 lay outside it. Migration is a mean of ten years;
// new housing for the old is not foreseen.
//
// # References
//
//   - Brouhns, N., Denuit, M. and Vermunt, J. K. (2002). A Poisson log-bilinear
//     regression approach to the construction of projected lifetables. Insurance:
//     Mathematics and Economics 31(3), 373-393. doi:10.1016/S0167-6687(02)00185-3
//   - Gardner, E. S. (2006). Exponential smoothing: the state of the art, part II.
//     International Journal of Forecasting 22(4), 637-666.
//   - Hamilton, C. H. and Perry, J. (1962). A short method for projecting population
//     by age from one decennial census to another. Social Forces 41(2), 163-170.
//   - Harvey, A. C. (1989). Forecasting, Structural Time Series Models and the Kalman
//     Filter. Cambridge University Press.
//   - Lee, R. D. and Carter, L. R. (1992). Modeling and forecasting U.S. mortality.
//     Journal of the American Statistical Association 87(419), 659-671.
//   - Lee, R. and Miller, T. (2001). Evaluating the performance of the Lee-Carter
//     method for forecasting mortality. Demography 38(4), 537-549.
//   - Marshall, R. J. (1991). Mapping disease and mortality rates using empirical
//     Bayes estimators. Applied Statistics 40(2), 283-294.
//   - Preston, S. H., Heuveline, P. and Guillot, M. (2001). Demography: Measuring and
//     Modeling Population Processes, chapter 6 (cohort component). Blackwell.
//   - Keyfitz, N. and Caswell, H. (2005). Applied Mathematical Demography, 3rd ed.
//     Springer.
package demography
