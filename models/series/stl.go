package series

import (
	"math"
	"slices"
)

const (
	stlInner       = 5  // passes of the inner loop without robustness weights; two, as is usual, leave a little trend in the season
	stlRobustInner = 1  // with them
	stlOuter       = 15 // passes of the outer loop, as Cleveland et al. advise
)

// STLOptions steer the decomposition. The zero value is usual.
type STLOptions struct {
	Period int  // months in a season, at least 2; 0 means 12
	Window int  // of the seasonal loess in years, odd; 0 means a season that does not change
	Robust bool // weigh outliers down
}

// Decomposition is a series in parts: y(t) = Seasonal + Trend + Remainder.
type Decomposition struct {
	Seasonal  []float64 // sums to about zero over a period
	Trend     []float64
	Remainder []float64 // NaN where y is missing
}

// STL splits a series into season, trend and remainder by loess (Cleveland et
// al. 1990). Missing months are filled in first, see the package comment. It
// returns ErrTooShort when there are fewer than two seasons.
func STL(y []float64, o STLOptions) (Decomposition, error) {
	if o.Period < 0 || o.Period == 1 || o.Window < 0 {
		panic(panicPeriod)
	}
	h, err := newHistory(y, o.Period)
	if err != nil {
		return Decomposition{}, err
	}
	if !h.seasonal() {
		return Decomposition{}, ErrTooShort
	}
	o.Period = h.period
	d := decompose(h.filled(), o)
	first := 0
	for math.IsNaN(y[first]) {
		first++
	}
	out := Decomposition{fill(len(y)), fill(len(y)), fill(len(y))}
	for t := range d.Trend {
		out.Seasonal[first+t], out.Trend[first+t] = d.Seasonal[t], d.Trend[t]
		out.Remainder[first+t] = y[first+t] - d.Seasonal[t] - d.Trend[t]
	}
	return out, nil
}

func fill(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.NaN()
	}
	return out
}

// decompose is STL on values without gaps, at least two periods of them.
func decompose(y []float64, o STLOptions) Decomposition {
	n, m := len(y), o.Period
	d := Decomposition{make([]float64, n), make([]float64, n), make([]float64, n)}
	inner, outer := stlInner, 0
	if o.Robust {
		inner, outer = stlRobustInner, stlOuter
	}
	s := stl{y: y, period: m, window: o.Window, periodic: o.Window == 0}
	if s.periodic {
		s.window = 10*n + 1
	}
	s.trendWindow = nextOdd(1.5 * float64(m) / (1 - 1.5/float64(s.window)))
	for pass := 0; ; pass++ {
		for range inner {
			s.pass(&d)
		}
		if pass == outer {
			break
		}
		s.weight = robustness(y, d)
	}
	if s.periodic {
		level(d.Seasonal, m)
	}
	for t, v := range y {
		d.Remainder[t] = v - d.Seasonal[t] - d.Trend[t]
	}
	return d
}

// stl is what the passes share.
type stl struct {
	y                           []float64
	weight                      []float64 // robustness, nil for none
	period, window, trendWindow int
	periodic                    bool
}

// pass is the inner loop: steps 1 to 6 of Cleveland et al., section 3.2.
func (s *stl) pass(d *Decomposition) {
	n, m := len(s.y), s.period
	detrended := make([]float64, n)
	for t, v := range s.y {
		detrended[t] = v - d.Trend[t]
	}
	cycle := make([]float64, n+2*m) // one period before and after the series
	for j := range m {
		var sub, w []float64
		for t := j; t < n; t += m {
			sub = append(sub, detrended[t])
			if s.weight != nil {
				w = append(w, s.weight[t])
			}
		}
		for i, v := range loess(sub, w, s.window, 0, -1, len(sub)) {
			cycle[j+i*m] = v
		}
	}
	low := movingAverage(movingAverage(movingAverage(cycle, m), m), 3)
	low = loess(low, nil, nextOdd(float64(m)), 1, 0, n-1)
	deseasoned := make([]float64, n)
	for t := range n {
		d.Seasonal[t] = cycle[m+t] - low[t]
		deseasoned[t] = s.y[t] - d.Seasonal[t]
	}
	copy(d.Trend, loess(deseasoned, s.weight, s.trendWindow, 1, 0, n-1))
}

// robustness are bisquare weights of the remainder: h is six times its median
// absolute value.
func robustness(y []float64, d Decomposition) []float64 {
	r := make([]float64, len(y))
	for t, v := range y {
		r[t] = math.Abs(v - d.Seasonal[t] - d.Trend[t])
	}
	h := 6 * median(r)
	for t, v := range r {
		switch {
		case v <= 0.001*h:
			r[t] = 1
		case v >= 0.999*h:
			r[t] = 0
		default:
			u := v / h
			r[t] = (1 - u*u) * (1 - u*u)
		}
	}
	return r
}

// level replaces each value by the mean of its calendar month.
func level(seasonal []float64, m int) {
	for j := range m {
		var sum, k float64
		for t := j; t < len(seasonal); t += m {
			sum += seasonal[t]
			k++
		}
		for t := j; t < len(seasonal); t += m {
			seasonal[t] = sum / k
		}
	}
}

func nextOdd(v float64) int {
	n := int(math.Ceil(v))
	return n + 1 - n%2
}

func median(values []float64) float64 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
