package series

import (
	"cmp"
	"math"
	"slices"
)

// etsFit is one fitted model.
type etsFit struct {
	model  etsModel
	period int // 1 without season
	smoothing
	last    etsState // in the unit of the series
	months  int      // of the history; the next has season[months mod period]
	sigma2  float64  // of e, or of e/ŷ for multiplicative errors
	freedom float64  // degrees of freedom of sigma2
	aicc    float64
	logs    float64   // −2 log likelihood, without constants
	fitted  []float64 // one-step forecasts
}

// The smoothing parameters from which a fit sets out.
const (
	lowStart   = 0.15 // α
	highStart  = 0.6
	shareStart = 0.1 // of β and γ in their ranges
	phiStart   = 0.95
)

// mostRelative bounds the variance of relative errors. With one as large as the
// forecast itself, normal errors contradict positive values, and the variance
// of later months explodes.
const mostRelative = 1

// againWithin is how far from the least AICc a model may be and still be worth a
// second start; another start seldom gains more.
const againWithin = 10

// fitETS maximises the likelihood of a model from two starts. It returns nil when
// the model has too many parameters for the history or does not suit it.
func fitETS(h *history, model etsModel) *etsFit {
	return better(fitFrom(h, model, lowStart), fitFrom(h, model, highStart))
}

// better is the fit with the lower AICc; nil is worse than any.
func better(a, b *etsFit) *etsFit {
	if a == nil || b != nil && b.aicc < a.aicc {
		return b
	}
	return a
}

func fitFrom(h *history, model etsModel, alpha float64) *etsFit {
	period := h.period
	if model.season == none {
		period = 1
	}
	k := model.parameters(period)
	n := float64(h.known)
	if h.known < k+3 { // AICc is finite with one degree of freedom to spare
		return nil
	}
	y := make([]float64, len(h.y))
	for t, v := range h.y {
		y[t] = v / h.scale
	}
	f := newFilter(model, y, period)
	first := firstState(straight(y), model, period)
	run := func(z, r []float64, j [][]float64) bool {
		if !f.run(z, r, j) {
			return false
		}
		f.residuals(r, j)
		return true
	}
	z := f.at.start(alpha, shareStart, phiStart, first)
	ss := leastSquares(z, len(y), run)
	if math.IsInf(ss, 1) {
		return nil
	}
	out := f.result(h, z, ss, k, n)
	if model.err == multiplicative && out.sigma2 > mostRelative {
		return nil
	}
	return out
}

// result runs the filter once more at the best point and turns it into the unit
// of the series.
func (f *filter) result(h *history, z []float64, ss float64, k int, n float64) *etsFit {
	e := make([]float64, len(f.y))
	f.run(z, e, nil)
	out := &etsFit{
		model: f.model, period: f.period, smoothing: f.at.smoothing, last: f.state(), months: len(f.y),
		fitted: make([]float64, len(f.y)), freedom: n - float64(k),
	}
	var relative float64
	for t := range e {
		if f.model.err == multiplicative {
			relative += e[t] / f.fitted[t] * e[t] / f.fitted[t]
		} else {
			relative += e[t] * e[t] * h.scale * h.scale
		}
		out.fitted[t] = f.fitted[t] * h.scale
	}
	out.sigma2 = relative / out.freedom
	out.last.level *= h.scale
	out.last.slope *= h.scale
	if f.model.season == additive {
		for j := range out.last.season {
			out.last.season[j] *= h.scale
		}
	}
	// Where the fit is perfect the likelihood has no bound; the floor makes the
	// smaller model win.
	ss = max(ss, 1e-20*n)
	out.logs = n * math.Log(ss*h.scale*h.scale)
	p := float64(k + 1) // and the variance
	out.aicc = out.logs + 2*p + 2*p*(p+1)/(n-p-1)
	return out
}

// firstState is where the fit sets out: seasons of the classical decomposition,
// level and slope of the line through the first adjusted year.
func firstState(y []float64, model etsModel, period int) etsState {
	s := etsState{season: make([]float64, period)}
	adjusted := slices.Clone(y)
	if model.season != none {
		ratio := model.season == multiplicative
		indices, ok := seasonalIndices(y, period, ratio)
		if !ok {
			indices = slices.Repeat([]float64{1}, period)
		}
		for t := range adjusted {
			if ratio {
				adjusted[t] /= indices[t%period]
			} else {
				adjusted[t] -= indices[t%period]
			}
		}
		copy(s.season, indices)
	}
	s.level, s.slope = line(adjusted[:min(max(10, 2*period), len(y))])
	if model.trend == none {
		s.level, _ = line(adjusted)
		s.level = mean(adjusted[:min(10, len(y))])
	}
	if s.level <= 0 && model.err == multiplicative {
		s.level, s.slope = mean(adjusted), 0
	}
	return s
}

func mean(values []float64) float64 {
	var sum float64
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// autoETS fits all admissible models and returns them from the lowest AICc up.
func autoETS(h *history, seasonal bool) []*etsFit {
	var out []*etsFit
	least := math.Inf(1)
	for _, model := range admissible(h.least() > 0, seasonal && h.seasonal()) {
		if fit := fitFrom(h, model, lowStart); fit != nil {
			out = append(out, fit)
			least = min(least, fit.aicc)
		}
	}
	for i, fit := range out {
		if fit.aicc <= least+againWithin {
			out[i] = better(fit, fitFrom(h, fit.model, highStart))
		}
	}
	slices.SortStableFunc(out, func(a, b *etsFit) int { return cmp.Compare(a.aicc, b.aicc) })
	return out
}
