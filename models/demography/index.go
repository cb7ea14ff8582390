package demography

import "math"

// index is the movement of the mortality index k of both sexes: a level that walks
// with a drift, seen with a shock of each year's own (epidemics, mild winters).
type index struct {
	years int                   // of history, less one
	level [sexes]float64        // at the origin
	last  [sexes]float64        // of the origin's own year, with its shock
	drift [sexes]float64        // per year
	steps [sexes][sexes]float64 // covariance of the steps of the index: walk + 2·shock
	start float64               // variance of the level at the origin, as a share of steps
	share float64               // of one shock in that, common to both sexes
}

// shockShare is the most of the variance of the steps that a year's own shock may
// have; at a half there would be no walk, and autocovariances of twenty years
// often say so by chance.
const shockShare = 1. / 3

// newIndex estimates by moments: of the steps d(t) = k(t) − k(t−1), the mean is the
// drift, and the covariance one year apart is −shock.
func newIndex(k [sexes][]float64) index {
	n := len(k[0]) - 1
	v := index{years: n}
	var d [sexes][]float64
	for s := range k {
		v.drift[s] = (k[s][n] - k[s][0]) / float64(n)
		d[s] = make([]float64, n)
		for t := range d[s] {
			d[s][t] = k[s][t+1] - k[s][t] - v.drift[s]
		}
	}
	for i := range d {
		for j := range d {
			v.steps[i][j] = product(d[i], d[j], 0) / float64(n-1)
		}
		if own := product(d[i], d[i], 0); own > 0 {
			v.share -= product(d[i], d[i], 1) / own / sexes
		}
	}
	v.share = min(shockShare, max(0, v.share))
	gain := levelGain(1-2*v.share, v.share)
	v.start = gain * v.share
	for s := range k {
		v.last[s] = k[s][n]
		v.level[s] = smooth(k[s], v.drift[s], gain)
	}
	return v
}

// product sums products of deviations that lie lag years apart.
func product(a, b []float64, lag int) float64 {
	var sum float64
	for t := lag; t < len(a); t++ {
		sum += a[t] * b[t-lag]
	}
	return sum
}

// levelGain is the weight of the newest year in the level, the steady gain of the
// Kalman filter for walk and shock variance (Harvey 1989, section 4.1.2).
func levelGain(walk, shock float64) float64 {
	if shock <= 0 {
		return 1
	}
	q := walk / shock
	return (math.Sqrt(q*q+4*q) - q) / 2
}

func smooth(k []float64, drift, gain float64) float64 {
	level := k[0]
	for _, v := range k[1:] {
		level += drift
		level += gain * (v - level)
	}
	return level
}
