package evaluate

import "math"

// Line is the logistic calibration line of a set of probabilities.
type Line struct {
	Intercept float64 // calibration in the large: log-odds to add when the slope is held at 1; ideal 0
	Slope     float64 // ideal 1; below 1 the probabilities are too extreme
}

// CalibrationLine fits intercept and slope by maximum likelihood.
func (s *Sorted) CalibrationLine() (Line, error) {
	if !s.hasEvents {
		return Line{}, ErrOneClass
	}
	l := calibration{x: s.logOdds, y: s.y, w: s.w}
	return l.fit(&start{slope: 1})
}

// start is where the Newton steps begin; fit leaves its answer there.
type start struct {
	large, intercept, slope float64
}

// calibration is a set of rows, or of groups of rows with the share of events.
type calibration struct {
	x, y, w []float64 // log-odds, outcome or share, weight
}

func (c calibration) fit(from *start) (Line, error) {
	large, ok := newtonIntercept(c.x, c.y, c.w, from.large)
	intercept, slope, ok2 := newtonLine(c.x, c.y, c.w, from.intercept, from.slope)
	if !ok || !ok2 {
		return Line{}, ErrNoFit
	}
	*from = start{large, intercept, slope}
	return Line{Intercept: large, Slope: slope}, nil
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func newtonIntercept(x, y, w []float64, a float64) (float64, bool) {
	for range 50 {
		var g, h, total float64
		for i, v := range x {
			p := sigmoid(a + v)
			g += w[i] * (y[i] - p)
			h += w[i] * p * (1 - p)
			total += w[i]
		}
		if math.Abs(g) <= 1e-9*total {
			return a, true
		}
		a += min(max(g/h, -2), 2) // a bounded step keeps Newton from overshooting on the flat part
		if math.IsNaN(a) {
			break
		}
	}
	return a, false
}

func newtonLine(x, y, w []float64, a, b float64) (intercept, slope float64, ok bool) {
	for range 100 {
		var g0, g1, h00, h01, h11, total float64
		for i, v := range x {
			p := sigmoid(a + b*v)
			r, q := w[i]*(y[i]-p), w[i]*p*(1-p)
			g0 += r
			g1 += r * v
			h00 += q
			h01 += q * v
			h11 += q * v * v
			total += w[i]
		}
		if math.Abs(g0) <= 1e-9*total && math.Abs(g1) <= 1e-9*total {
			return a, b, math.Abs(b) < 1e3
		}
		det := h00*h11 - h01*h01
		if !(det > 1e-14*h00*h11) {
			break
		}
		da, db := (h11*g0-h01*g1)/det, (h00*g1-h01*g0)/det
		shrink := 1 / max(1, math.Abs(da)/2, math.Abs(db)/2)
		a, b = a+shrink*da, b+shrink*db
	}
	return a, b, false
}
