package series

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"github.com/framsyn/framsyn/models/internal/bfgs"
)

// The logs of the kernel's parameters, in units of the variance of the series
// and of months or years.
const (
	logNoise  = iota // variance of the noise
	logWalk          // of the level's step per month
	logSeason        // of the season
	logTrend         // of the line's slope per year
	logLength        // of the season: how far calendar months are alike, about 1 = a season of one wave
	logMemory        // years until the season has changed to 1/e
	parameterCount
)

// offset is the prior variance of the constant, so large that it is free.
const offset = 100

// prior returns mean and standard deviation of the normal prior of each log.
// They say what monthly series of activity look like, in shares of the variance:
// noise a third, season a fifth, the level's step 1 % a month, the slope 3 % a
// year, and a season that keeps for ten years; three years of data overrule
// them. They were chosen on rolling origins of hospital, visitor, birth, crime
// and livestock series before any month that is reported on.
func prior(i int) (mean, deviation float64) {
	switch i {
	case logNoise:
		return -1, 1
	case logWalk:
		return -4.5, 1
	case logSeason:
		return -1.5, 1
	case logTrend:
		return -3.5, 1
	case logLength:
		return 0, 0.5
	default:
		return math.Log(10), 0.7
	}
}

// gaussian is a Gaussian process fitted to standardised values.
type gaussian struct {
	month          []int     // of each known value
	y              []float64 // standardised
	centre, spread float64
	months, period int
	at             [parameterCount]float64
	cost           float64 // −log of likelihood and prior at the best parameters, in the unit given

	season, factor, inverse [][]float64 // work: season by lag with two derivatives; Cholesky factor; its inverse
	alpha                   []float64   // K⁻¹ y
	walk, trend             float64     // variance of the level's step per month; of the slope per month
}

// newGaussian fits the kernel's parameters by their posterior mode. Missing
// months are left out.
func newGaussian(values []float64, period int) *gaussian {
	g := &gaussian{months: len(values), period: period}
	var sum, ss float64
	for t, v := range values {
		if !math.IsNaN(v) {
			g.month, g.y = append(g.month, t), append(g.y, v)
			sum += v
		}
	}
	n := float64(len(g.y))
	g.centre = sum / n
	for _, v := range g.y {
		ss += (v - g.centre) * (v - g.centre)
	}
	g.spread = math.Sqrt(ss / n)
	for i, v := range g.y {
		g.y[i] = (v - g.centre) / g.spread
	}
	g.season = matrix(3, len(values))
	g.factor, g.inverse = matrix(len(g.y), len(g.y)), matrix(len(g.y), len(g.y))
	g.alpha = make([]float64, len(g.y))
	x := make([]float64, parameterCount)
	for i := range x {
		x[i], _ = prior(i)
	}
	cost, _ := bfgs.Minimise(g.objective, x, descent())
	g.cost = cost + n*math.Log(g.spread)
	copy(g.at[:], x)
	g.decompose(x)
	return g
}

// descent: parameters are logs and the objective a log likelihood; 10 to 20 steps
// are usual.
func descent() bfgs.Options {
	return bfgs.Options{Steps: 60, Tries: 12, Stop: 1e-5, Reach: 1.5, First: 0.5}
}

// seasonAt is the season's covariance lag months apart, and its derivatives by
// logLength and logMemory.
func seasonAt(x []float64, lag, period int) (k, byLength, byMemory float64) {
	if period == 1 {
		return 0, 0, 0
	}
	s := math.Sin(math.Pi * float64(lag) / float64(period))
	wave := 2 * s * s * math.Exp(-2*x[logLength])
	age := float64(lag) / float64(period) * math.Exp(-x[logMemory])
	k = math.Exp(x[logSeason] - wave - age)
	return k, 2 * wave * k, age * k
}

// rest is the covariance of level and line; months count from the last one for
// the line.
func (g *gaussian) rest(s, t int) (walk, trend float64) {
	n := g.months - 1
	return g.walk * float64(min(s, t)), g.trend * float64(s-n) * float64(t-n)
}

// decompose fills the Cholesky factor of the covariance and alpha.
func (g *gaussian) decompose(x []float64) (logDeterminant float64, ok bool) {
	for lag := range g.months {
		g.season[0][lag], g.season[1][lag], g.season[2][lag] = seasonAt(x, lag, g.period)
	}
	noise, year := math.Exp(x[logNoise]), float64(g.period)
	if g.period == 1 {
		year = defaultPeriod
	}
	g.walk, g.trend = math.Exp(x[logWalk]), math.Exp(x[logTrend])/(year*year)
	for a, row := range g.factor {
		for b := 0; b <= a; b++ {
			walk, trend := g.rest(g.month[a], g.month[b])
			v := offset + walk + trend + g.season[0][g.month[a]-g.month[b]] - floats.Dot(row[:b], g.factor[b][:b])
			if a == b {
				if v += noise; !(v > 0) {
					return 0, false
				}
				row[a] = math.Sqrt(v)
				logDeterminant += math.Log(row[a])
				continue
			}
			row[b] = v / g.factor[b][b]
		}
	}
	for a, row := range g.factor {
		g.alpha[a] = (g.y[a] - floats.Dot(row[:a], g.alpha[:a])) / row[a]
	}
	g.backward(g.alpha)
	return logDeterminant, true
}

// backward solves Lᵀ z = v in place.
func (g *gaussian) backward(v []float64) {
	for a := len(v) - 1; a >= 0; a-- {
		v[a] /= g.factor[a][a]
		floats.AddScaled(v[:a], -v[a], g.factor[a][:a])
	}
}

// objective is −log(likelihood · prior), without constants, with its gradient
// ½ tr[(K⁻¹ − ααᵀ) ∂K] (Rasmussen and Williams 2006, equations 2.30 and 5.9).
func (g *gaussian) objective(x, gradient []float64) float64 {
	value, ok := g.decompose(x)
	if !ok {
		return math.Inf(1)
	}
	value += dot(g.y, g.alpha) / 2
	clear(gradient)
	g.invert()
	byLag := make([]float64, g.months)
	for a, row := range g.inverse {
		for b := 0; b <= a; b++ {
			w := row[b] - g.alpha[a]*g.alpha[b]
			if a == b {
				w /= 2 // twice off the diagonal, half of the trace
				gradient[logNoise] += w * math.Exp(x[logNoise])
			}
			walk, trend := g.rest(g.month[a], g.month[b])
			gradient[logWalk] += w * walk
			gradient[logTrend] += w * trend
			byLag[g.month[a]-g.month[b]] += w
		}
	}
	for lag, w := range byLag {
		gradient[logSeason] += w * g.season[0][lag]
		gradient[logLength] += w * g.season[1][lag]
		gradient[logMemory] += w * g.season[2][lag]
	}
	for i, v := range x {
		mean, deviation := prior(i)
		d := (v - mean) / deviation
		value += d * d / 2
		gradient[i] += d / deviation
	}
	return value
}

// invert fills the lower triangle of K⁻¹ = L⁻ᵀ L⁻¹.
func (g *gaussian) invert() {
	n := len(g.y)
	// Row a of inverse becomes column a of L⁻¹, from its diagonal on.
	for a := range n {
		column := g.inverse[a]
		clear(column)
		column[a] = 1 / g.factor[a][a]
		for b := a + 1; b < n; b++ {
			column[b] = -floats.Dot(g.factor[b][a:b], column[a:b]) / g.factor[b][b]
		}
	}
	// (L⁻ᵀ L⁻¹)_ab = Σ_c≥max(a,b) column_a[c] column_b[c]; row a needs rows b ≤ a
	// and only its own values from a on, which later rows need no more.
	for a := n - 1; a >= 0; a-- {
		own := g.inverse[a]
		tail := append(make([]float64, 0, n-a), own[a:]...)
		for b := 0; b <= a; b++ {
			own[b] = floats.Dot(tail, g.inverse[b][a:])
			if b == a {
				own[b] = floats.Dot(tail, tail)
			}
		}
	}
}

// predict gives mean and standard deviation of the months after the last.
func (g *gaussian) predict(horizon int) (mean, deviation []float64) {
	x := g.at[:]
	mean, deviation = make([]float64, horizon), make([]float64, horizon)
	k := make([]float64, len(g.y))
	for h := range horizon {
		t := g.months + h
		for i, s := range g.month {
			season, _, _ := seasonAt(x, t-s, g.period)
			walk, trend := g.rest(s, t)
			k[i] = offset + walk + trend + season
		}
		own, _, _ := seasonAt(x, 0, g.period)
		walk, trend := g.rest(t, t)
		variance := offset + walk + trend + own + math.Exp(x[logNoise])
		mean[h] = g.centre + g.spread*dot(k, g.alpha)
		for a, row := range g.factor {
			k[a] = (k[a] - floats.Dot(row[:a], k[:a])) / row[a]
			variance -= k[a] * k[a]
		}
		deviation[h] = g.spread * math.Sqrt(max(variance, 0))
	}
	return mean, deviation
}
