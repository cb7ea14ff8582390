package series

import "math"

// component is how a part of an ETS model enters.
type component byte

const (
	none           component = 'N'
	additive       component = 'A'
	damped         component = 'd' // additive, damped; trend only
	multiplicative component = 'M' // error and season only
)

// etsModel is one member of the family.
type etsModel struct{ err, trend, season component }

// String gives the usual name, such as MAdM.
func (m etsModel) String() string {
	trend := string(m.trend)
	if m.trend == damped {
		trend = "Ad"
	}
	return string(m.err) + trend + string(m.season)
}

// admissible are the models that are tried: those whose forecasts stay stable.
// Multiplicative parts need positive values; additive errors on a
// multiplicative season have infinite variance (Hyndman et al. 2008, chapter 15)
// and multiplicative trends explode, so neither is tried.
func admissible(positive, seasonal bool) []etsModel {
	var out []etsModel
	for _, e := range []component{additive, multiplicative} {
		for _, t := range []component{none, additive, damped} {
			for _, s := range []component{none, additive, multiplicative} {
				switch {
				case !seasonal && s != none, !positive && (e == multiplicative || s == multiplicative):
				case e == additive && s == multiplicative:
				default:
					out = append(out, etsModel{e, t, s})
				}
			}
		}
	}
	return out
}

// smoothing are the parameters; those that a model lacks are 0 and φ then 1.
type smoothing struct{ alpha, beta, gamma, phi float64 }

// etsState is the state after a month. Season holds the calendar months: month t
// has season[t mod m].
type etsState struct {
	level, slope float64
	season       []float64
}

// smoothings is the number of smoothing parameters.
func (m etsModel) smoothings() int {
	k := 1
	if m.trend != none {
		k++
	}
	if m.season != none {
		k++
	}
	if m.trend == damped {
		k++
	}
	return k
}

// parameters is the number of smoothing parameters and free initial states.
func (m etsModel) parameters(period int) int {
	k := m.smoothings() + 1
	if m.trend != none {
		k++
	}
	if m.season != none {
		k += period - 1
	}
	return k
}

// Region of the smoothing parameters: 0 < β < α < 1 and 0 < γ < 1 − α as usual, and the
// limits of φ of the forecast package for R (Hyndman and Khandakar 2008).
const (
	leastSmoothing = 1e-4
	leastPhi       = 0.8
	mostPhi        = 0.98
)

// place is a point of the free parameters z in natural ones, with the derivatives.
type place struct {
	smoothing
	first                       etsState
	dAlpha, dBeta, dGamma, dPhi []float64 // by z
	atBeta, atGamma, atPhi      int       // index in z, -1 where the model lacks it; α is first
	atLevel, atSlope, atSeason  int
}

func newPlace(m etsModel, period int) *place {
	k := m.parameters(period)
	p := &place{dAlpha: make([]float64, k), dBeta: make([]float64, k), dGamma: make([]float64, k), dPhi: make([]float64, k)}
	p.first.season = make([]float64, period)
	i := 1
	next := func(has bool, at *int) {
		*at = -1
		if has {
			*at = i
			i++
		}
	}
	next(m.trend != none, &p.atBeta)
	next(m.season != none, &p.atGamma)
	next(m.trend == damped, &p.atPhi)
	next(true, &p.atLevel)
	next(m.trend != none, &p.atSlope)
	next(m.season != none, &p.atSeason)
	return p
}

// set moves to z. Smoothing parameters are logits of their share of the allowed
// range, which depends on α for β and γ.
func (p *place) set(z []float64, total float64) {
	const span = 1 - 2*leastSmoothing
	a := logistic(z[0])
	p.alpha = leastSmoothing + span*a
	p.dAlpha[0] = span * a * (1 - a)
	p.beta, p.gamma, p.phi = 0, 0, 1
	if i := p.atBeta; i >= 0 {
		s := logistic(z[i])
		p.beta = leastSmoothing + (p.alpha-leastSmoothing)*s
		p.dBeta[0], p.dBeta[i] = p.dAlpha[0]*s, (p.alpha-leastSmoothing)*s*(1-s)
	}
	if i := p.atGamma; i >= 0 {
		s := logistic(z[i])
		room := 1 - p.alpha
		p.gamma = leastSmoothing + (room-leastSmoothing)*s
		p.dGamma[0], p.dGamma[i] = -p.dAlpha[0]*s, (room-leastSmoothing)*s*(1-s)
	}
	if i := p.atPhi; i >= 0 {
		s := logistic(z[i])
		p.phi = leastPhi + (mostPhi-leastPhi)*s
		p.dPhi[i] = (mostPhi - leastPhi) * s * (1 - s)
	}
	p.first.level = z[p.atLevel]
	p.first.slope = 0
	if p.atSlope >= 0 {
		p.first.slope = z[p.atSlope]
	}
	if p.atSeason >= 0 {
		last := total // the seasons sum to 0, or to the period when they multiply
		m := len(p.first.season)
		for j := range m - 1 {
			p.first.season[j] = z[p.atSeason+j]
			last -= z[p.atSeason+j]
		}
		p.first.season[m-1] = last
	}
}

// start is z at the given natural parameters; shares are those of the allowed ranges.
func (p *place) start(alpha, share, phi float64, first etsState) []float64 {
	z := make([]float64, len(p.dAlpha))
	z[0] = logit(alpha)
	for _, i := range []int{p.atBeta, p.atGamma} {
		if i >= 0 {
			z[i] = logit(share)
		}
	}
	if p.atPhi >= 0 {
		z[p.atPhi] = logit((phi - leastPhi) / (mostPhi - leastPhi))
	}
	z[p.atLevel] = first.level
	if p.atSlope >= 0 {
		z[p.atSlope] = first.slope
	}
	if p.atSeason >= 0 {
		copy(z[p.atSeason:], first.season[:len(first.season)-1])
	}
	return z
}

func logistic(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

func logit(p float64) float64 { return math.Log(p / (1 - p)) }
