package demography

import "math"

const (
	jumpYears = 3 // years whose deaths correct the level of each age at the origin
	bandLag   = 5 // years over which the walk of a band away from the index is measured
)

// deviation is how the log rates of a band of ages depart from the index.
type deviation struct {
	walk  float64 // variance per year of what stays
	shock float64 // variance of what each year has of its own: overdispersion
}

// jumpOff sets the rates of the origin: those of the model, corrected by what the
// last years' deaths say about each age (Lee and Miller 2001), and those of the
// origin's own year, both shrunk as chance demands.
func (m *Mortality) jumpOff(s Sex, fit leeCarter, deaths, exposure [][]float64) {
	level := m.index.level[s] - m.index.last[s]
	last := correct(fit, deaths, exposure, len(deaths)-jumpYears)
	year := correct(fit, deaths, exposure, len(deaths)-1)
	for x, a := range fit.a {
		fitted := a + fit.b[x]*m.index.last[s]
		m.base[s] = append(m.base[s], fitted+fit.b[x]*level+math.Log(last[x]))
		m.current[s] = append(m.current[s], fitted+math.Log(year[x]))
	}
}

// correct is deaths over those of the model, by age, in the years from one on.
func correct(fit leeCarter, deaths, exposure [][]float64, from int) []float64 {
	seen, expected := make([]float64, len(fit.a)), make([]float64, len(fit.a))
	for t := from; t < len(deaths); t++ {
		for x := range seen {
			seen[x] += deaths[t][x]
			expected[x] += exposure[t][x] * math.Exp(fit.a[x]+fit.b[x]*fit.k[t])
		}
	}
	return empirical(seen, expected)
}

// deviate measures how far the deaths of a band of ages depart from the index,
// beyond chance. Differences of the log ratio lag years apart have the variance
// lag·walk + 2·shock; lags of one and of bandLag years tell the two apart.
func (m *Mortality) deviate(s Sex, fit leeCarter, deaths, exposure [][]float64) {
	for b := range bands {
		n := len(deaths)
		seen, expected := make([]float64, n), make([]float64, n)
		for t := range n {
			for x := range fit.a {
				if Band(m.firstAge+x) == b {
					seen[t] += deaths[t][x]
					expected[t] += exposure[t][x] * math.Exp(fit.a[x]+fit.b[x]*fit.k[t])
				}
			}
		}
		near, far := apart(seen, expected, 1), apart(seen, expected, bandLag)
		walk := max(0, (far-near)/(bandLag-1))
		m.band[s][b] = deviation{walk: walk, shock: max(0, near-walk) / 2}
	}
}

// apart is the mean squared difference of log ratios lag years apart, less what is
// chance in it. The index of each year, and a and b of each age, were fitted to the
// same deaths and took a part of the differences, which free gives back.
func apart(seen, expected []float64, lag int) float64 {
	n := float64(len(seen))
	free := (bands - 1.) / bands * (n - 2) / n
	var sum, pairs float64
	for t := lag; t < len(seen); t++ {
		if seen[t] > 0 && seen[t-lag] > 0 {
			d := math.Log(seen[t]/expected[t]) - math.Log(seen[t-lag]/expected[t-lag])
			sum += d*d/free - 1/seen[t] - 1/seen[t-lag]
			pairs++
		}
	}
	return max(0, sum/max(1, pairs))
}
