package demography

import (
	"fmt"
	"math"
)

const (
	fitSteps     = 2000  // rounds of Newton steps; national data take some tens
	fitTolerance = 1e-10 // of the deviance, as a share
	slopeSD      = 1.0   // of b around an even change over ages, as a share of it: chosen, felt in small populations only
)

// leeCarter is log m = a + b·k for one sex, fitted to deaths and exposure.
type leeCarter struct {
	a, b []float64 // by age; Σ b = 1
	k    []float64 // by year; Σ k = 0
}

// fitLeeCarter maximises the Poisson likelihood by the one-dimensional Newton
// steps of Brouhns, Denuit and Vermunt (2002). deaths and exposure are by year and
// age.
func fitLeeCarter(deaths, exposure [][]float64) (leeCarter, error) {
	m := startLeeCarter(deaths, exposure)
	fitted := make([][]float64, len(deaths))
	for t := range fitted {
		fitted[t] = make([]float64, len(m.a))
	}
	before := m.deviance(deaths, exposure, fitted)
	for range fitSteps {
		for x := range m.a {
			var d, f float64
			for t := range m.k {
				d += deaths[t][x]
				f += fitted[t][x]
			}
			m.a[x] += math.Log((d + 0.5) / (f + 0.5)) // half a death keeps an age without deaths finite
		}
		m.expect(exposure, fitted)
		m.stepK(deaths, fitted)
		m.expect(exposure, fitted)
		m.stepB(deaths, fitted)
		m.normalise()
		now := m.deviance(deaths, exposure, fitted)
		if math.IsNaN(now) || math.IsInf(now, 0) {
			break
		}
		if math.Abs(before-now) <= fitTolerance*(math.Abs(now)+1) {
			return m, nil
		}
		before = now
	}
	return m, fmt.Errorf("%d years, %d ages: %w", len(deaths), len(m.a), ErrNoFit)
}

// startLeeCarter takes the mean log rate and an even change over ages.
func startLeeCarter(deaths, exposure [][]float64) leeCarter {
	n := len(deaths[0])
	m := leeCarter{a: make([]float64, n), b: make([]float64, n), k: make([]float64, len(deaths))}
	for x := range n {
		var d, e float64
		for t := range deaths {
			d += deaths[t][x]
			e += exposure[t][x]
		}
		m.a[x], m.b[x] = math.Log((d+0.5)/(e+0.5)), 1/float64(n)
	}
	for t := range deaths {
		var d, f float64
		for x := range n {
			d += deaths[t][x]
			f += exposure[t][x] * math.Exp(m.a[x])
		}
		m.k[t] = float64(n) * math.Log((d+0.5)/(f+0.5))
	}
	m.normalise()
	return m
}

// expect fills in the expected deaths.
func (m leeCarter) expect(exposure, fitted [][]float64) {
	for t, row := range fitted {
		for x := range row {
			row[x] = exposure[t][x] * math.Exp(m.a[x]+m.b[x]*m.k[t])
		}
	}
}

func (m leeCarter) stepK(deaths, fitted [][]float64) {
	for t := range m.k {
		var slope, curve float64
		for x, b := range m.b {
			slope += b * (deaths[t][x] - fitted[t][x])
			curve += b * b * fitted[t][x]
		}
		if curve > 0 {
			m.k[t] += slope / curve
		}
	}
}

func (m leeCarter) stepB(deaths, fitted [][]float64) {
	even := 1 / float64(len(m.b))
	prior := 1 / (slopeSD * slopeSD * even * even)
	for x := range m.b {
		slope, curve := prior*(even-m.b[x]), prior
		for t, k := range m.k {
			slope += k * (deaths[t][x] - fitted[t][x])
			curve += k * k * fitted[t][x]
		}
		m.b[x] += slope / curve
	}
}

// normalise keeps a + b·k as it is with Σ k = 0 and Σ b = 1.
func (m leeCarter) normalise() {
	var mean, sum float64
	for _, k := range m.k {
		mean += k / float64(len(m.k))
	}
	for _, b := range m.b {
		sum += b
	}
	if sum == 0 {
		sum = 1
	}
	for x := range m.a {
		m.a[x] += m.b[x] * mean
		m.b[x] /= sum
	}
	for t := range m.k {
		m.k[t] = (m.k[t] - mean) * sum
	}
}

// deviance fills in the expected deaths and compares.
func (m leeCarter) deviance(deaths, exposure, fitted [][]float64) float64 {
	m.expect(exposure, fitted)
	var sum float64
	for t, row := range fitted {
		for x, f := range row {
			d := deaths[t][x]
			if d > 0 && f > 0 {
				sum += d * math.Log(d/f)
			}
			sum -= d - f
		}
	}
	return 2 * sum
}
