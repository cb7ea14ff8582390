package series

import (
	"math"
	"slices"
)

// filter runs a model through a history.
type filter struct {
	model  etsModel
	y      []float64
	period int
	at     *place
	last   etsState  // after the last month
	fitted []float64 // one-step forecasts

	// Derivatives by z, kept between runs only to spare allocations.
	dLevel, dSlope, dFitted, dInput []float64
	dSeason                         [][]float64
}

func newFilter(model etsModel, y []float64, period int) *filter {
	if model.season == none {
		period = 1
	}
	k := model.parameters(period)
	f := &filter{model: model, y: y, period: period, at: newPlace(model, period), fitted: make([]float64, len(y))}
	f.last.season = make([]float64, period)
	f.dLevel, f.dSlope, f.dFitted, f.dInput = make([]float64, k), make([]float64, k), make([]float64, k), make([]float64, k)
	for range period {
		f.dSeason = append(f.dSeason, make([]float64, k))
	}
	return f
}

// total is the sum of the seasons.
func (f *filter) total() float64 {
	if f.model.season == multiplicative {
		return float64(f.period)
	}
	return 0
}

// run fills the one-step errors e and, if j is not nil, their derivatives by z
// (row by month). Missing months have error 0: the state goes on as forecast. It
// reports false where a multiplicative part would divide by zero or less.
func (f *filter) run(z, e []float64, j [][]float64) bool {
	f.at.set(z, f.total())
	f.last.level, f.last.slope = f.at.first.level, f.at.first.slope
	copy(f.last.season, f.at.first.season)
	if j != nil {
		f.begin()
	}
	for t, y := range f.y {
		q, s, forecast := f.ahead(t)
		if math.IsNaN(forecast) || f.model.err == multiplicative && forecast <= 0 || f.model.season == multiplicative && (q <= 0 || s <= 0) {
			return false
		}
		f.fitted[t] = forecast
		e[t] = y - forecast
		if math.IsNaN(y) {
			e[t] = 0
		}
		if j != nil {
			f.derive(t, q, s, e[t], math.IsNaN(y), j[t])
		}
		f.update(t, q, s, e[t])
	}
	return true
}

// ahead is the forecast of month t: level with slope, season, and both.
func (f *filter) ahead(t int) (q, s, forecast float64) {
	q = f.last.level + f.at.phi*f.last.slope
	if f.model.season == none {
		return q, 1, q
	}
	s = f.last.season[t%f.period]
	if f.model.season == multiplicative {
		return q, s, q * s
	}
	return q, s, q + s
}

// update takes the error of month t into the state. The same recursion holds for
// both kinds of error when it is written in e = y − ŷ.
func (f *filter) update(t int, q, s, e float64) {
	input, seasonal := e, e
	if f.model.season == multiplicative {
		input, seasonal = e/s, e/q
	}
	f.last.level = q + f.at.alpha*input
	if f.model.trend != none {
		f.last.slope = f.at.phi*f.last.slope + f.at.beta*input
	}
	if f.model.season != none {
		f.last.season[t%f.period] = s + f.at.gamma*seasonal
	}
}

// begin sets the derivatives of the first state.
func (f *filter) begin() {
	clear(f.dLevel)
	clear(f.dSlope)
	f.dLevel[f.at.atLevel] = 1
	if i := f.at.atSlope; i >= 0 {
		f.dSlope[i] = 1
	}
	for _, d := range f.dSeason {
		clear(d)
	}
	if i := f.at.atSeason; i >= 0 {
		for k := range f.period - 1 {
			f.dSeason[k][i+k] = 1
			f.dSeason[f.period-1][i+k] = -1
		}
	}
}

// derive moves the derivatives through month t, before update, and writes those
// of the error. One formula serves both kinds of season: where they add, s does
// not scale the level's part, nor q the season's.
func (f *filter) derive(t int, q, s, e float64, missing bool, de []float64) {
	p, m := f.at, f.model
	dSeason := f.dSeason[t%f.period]
	input, seasonal := e, e
	byLevel, bySeason := 1.0, 1.0
	if m.season == multiplicative {
		input, seasonal = e/s, e/q
		byLevel, bySeason = s, q
	}
	for k := range f.dLevel {
		dq := f.dLevel[k] + p.phi*f.dSlope[k] + f.last.slope*p.dPhi[k]
		var dInput, dSeasonal float64
		dForecast := dq
		if m.season != none {
			dForecast = byLevel*dq + bySeason*dSeason[k]
		}
		if !missing {
			dInput, dSeasonal = -dForecast, -dForecast
			if m.season == multiplicative {
				dInput = (-dForecast - input*dSeason[k]) / s
				dSeasonal = (-dForecast - seasonal*dq) / q
			}
		}
		de[k] = -dForecast
		f.dLevel[k] = dq + p.alpha*dInput + input*p.dAlpha[k]
		if m.trend != none {
			f.dSlope[k] = p.phi*f.dSlope[k] + f.last.slope*p.dPhi[k] + p.beta*dInput + input*p.dBeta[k]
		}
		if m.season != none {
			dSeason[k] += p.gamma*dSeasonal + seasonal*p.dGamma[k]
		}
	}
}

// residuals turns errors into those whose sum of squares is to be least: e, or
// for multiplicative errors e/ŷ times the geometric mean of ŷ, since then
//
//	n log Σ r² = n log Σ (e/ŷ)² + 2 Σ log ŷ.
//
// j, if not nil, is turned from derivatives of e into those of r.
func (f *filter) residuals(e []float64, j [][]float64) {
	if f.model.err != multiplicative {
		f.blank(j)
		return
	}
	var logs, n float64
	for t, y := range f.y {
		if !math.IsNaN(y) {
			logs += math.Log(f.fitted[t])
			n++
		}
	}
	g := math.Exp(logs / n)
	if j != nil {
		clear(f.dInput)
		for t, y := range f.y {
			for k, de := range j[t] {
				if !math.IsNaN(y) {
					f.dInput[k] -= de / f.fitted[t] / n // d log g
				}
			}
		}
	}
	for t := range e {
		r := g * e[t] / f.fitted[t]
		if j != nil {
			for k, de := range j[t] {
				j[t][k] = g*de/f.fitted[t] + r*de/f.fitted[t] + r*f.dInput[k]
			}
		}
		e[t] = r
	}
	f.blank(j)
}

// blank takes missing months out of the derivatives.
func (f *filter) blank(j [][]float64) {
	for t := range j {
		if math.IsNaN(f.y[t]) {
			clear(j[t])
		}
	}
}

// state is a copy of the last state.
func (f *filter) state() etsState {
	return etsState{f.last.level, f.last.slope, slices.Clone(f.last.season)}
}
