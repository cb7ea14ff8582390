package trend

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// noise is one shape of what is left beside trend and season: V is the
// correlation of the known months.
//
//	V(s,t) = (1−w) φ^|s−t| + w 1{s = t}
type noise struct {
	phi, white float64
	prior      float64   // weight in the search for changes
	share      float64   // weight in estimates
	lower      []float64 // n × n, the Cholesky factor of V, row-major
	logDet     float64   // log |V|
}

// persistent noises weigh a third of others in the search: of two explanations of the
// same course, a wandering level and a change, the former takes nearly every change
// away in five years of months. At the same rate of false alarms a slope change of 0.2
// was found in 0.55 instead of 0.43.
const (
	persistent      = 0.8
	persistentPrior = 1.0 / 3
)

// shapes is the grid of noises. φ near 1 is a stock of persons who stay for
// years; white noise on top of it are working days and rounding. Of a stock it is
// known that the noise is persistent.
func shapes(stock bool) []noise {
	phis := []float64{0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97}
	if stock {
		phis = []float64{0.9, 0.95, 0.98, 0.99}
	}
	var out []noise
	for _, phi := range phis {
		whites, prior := []float64{0}, 1.0
		if phi >= persistent {
			whites, prior = []float64{0, 0.2, 0.5}, persistentPrior
		}
		share := 1 / float64(len(whites))
		for _, w := range whites {
			out = append(out, noise{phi: phi, white: w, prior: prior * share, share: share})
		}
	}
	return out
}

// correlation of two months so far apart.
func (k *noise) correlation(apart int) float64 {
	if apart == 0 {
		return 1
	}
	return (1 - k.white) * math.Pow(k.phi, float64(apart))
}

// factor is the Cholesky factor for the known months.
func (k *noise) factor(month []int) {
	n := len(month)
	v := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			v.SetSym(i, j, k.correlation(month[j]-month[i]))
		}
	}
	var chol mat.Cholesky
	chol.Factorize(v) // V is positive definite: φ < 1 and months differ
	var l mat.TriDense
	chol.LTo(&l)
	k.lower = make([]float64, n*n)
	for i := range n {
		for j := range i + 1 {
			k.lower[i*n+j] = l.At(i, j)
		}
		k.logDet += 2 * math.Log(l.At(i, i))
	}
}

// whiten solves L x = v in place.
func (k *noise) whiten(v []float64) {
	n := len(v)
	if k.phi == 0 {
		return
	}
	for i := range n {
		row := k.lower[i*n : i*n+i+1]
		s := v[i]
		for j, l := range row[:i] {
			s -= l * v[j]
		}
		v[i] = s / row[i]
	}
}
