package followup

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

const (
	covariates = 3 + trajectory
	perSlope   = 10 // control residuals needed per slope before adjusting (rule of thumb for linear regression)
)

// sets are the cases with a known quantity and at least two controls with one,
// and the differences after adjustment.
type sets struct {
	m        *matching
	x        *design
	index    []int32 // set of each event, −1 if none
	event    []int32
	observed []float64
	similar  []float64             // what the controls had, adjusted to the case
	gap      [][covariates]float64 // case minus mean of controls, of each set
	centre   [][covariates]float64 // mean of the controls
	offset   []int32
	control  []int32   // positions in the matching
	residual []float64 // of each control from its set's line, inflated to the spread of one person
	inverse  *mat.SymDense
	slopes   []float64 // nil: not adjusted
}

// design holds the covariates of a matching's events and controls.
type design struct {
	event, control [][covariates]float64
}

func (s *Study) design(m *matching) *design {
	d := &design{make([][covariates]float64, len(s.events)), make([][covariates]float64, len(m.person))}
	for i, e := range s.events {
		s.p.covariates(d.event[i][:], int(e.person), int(e.month)-m.shift)
	}
	for c := range m.person {
		s.p.covariates(d.control[c][:], int(m.person[c]), int(m.landmark[c]))
	}
	return d
}

// newSets gathers the complete sets and adjusts them if asked to.
func newSets(m *matching, x *design, y *sample, adjust bool) *sets {
	v := &sets{m: m, x: x, index: make([]int32, len(m.reason)), offset: []int32{0}}
	for e := range m.reason {
		v.index[e] = -1
		if !math.IsNaN(y.event[e]) {
			v.add(int32(e), y)
		}
	}
	if adjust {
		v.fit(y)
	}
	v.residuals(y)
	return v
}

func (v *sets) add(e int32, y *sample) {
	start := len(v.control)
	var sum float64
	var centre [covariates]float64
	from, to := v.m.of(e)
	for c := from; c < to; c++ {
		if math.IsNaN(y.control[c]) {
			continue
		}
		v.control = append(v.control, c)
		sum += y.control[c]
		for j, x := range v.x.control[c] {
			centre[j] += x
		}
	}
	k := float64(len(v.control) - start)
	if k < minEach {
		v.control = v.control[:start]
		return
	}
	var gap [covariates]float64
	for j := range centre {
		centre[j] /= k
		gap[j] = v.x.event[e][j] - centre[j]
	}
	v.index[e] = int32(len(v.event))
	v.event = append(v.event, e)
	v.observed, v.similar = append(v.observed, y.event[e]), append(v.similar, sum/k)
	v.gap, v.centre = append(v.gap, gap), append(v.centre, centre)
	v.offset = append(v.offset, int32(len(v.control)))
}

// fit regresses the controls' quantity on their covariates within sets, so that
// what a month, area or band have in common is not taken for a slope.
func (v *sets) fit(y *sample) {
	if len(v.control)-len(v.event) < perSlope*covariates {
		return
	}
	cross, moment := mat.NewSymDense(covariates, nil), make([]float64, covariates)
	for i := range v.event {
		for u := v.offset[i]; u < v.offset[i+1]; u++ {
			z := v.deviation(i, v.control[u])
			dy := y.control[v.control[u]] - v.similar[i]
			for a := range z {
				moment[a] += z[a] * dy
				for b := a; b < covariates; b++ {
					cross.SetSym(a, b, cross.At(a, b)+z[a]*z[b])
				}
			}
		}
	}
	for a := range covariates { // keeps near-equal months apart; an unknown one gets slope 0
		cross.SetSym(a, a, cross.At(a, a)*(1+1e-6)+1e-12)
	}
	var chol mat.Cholesky
	if !chol.Factorize(cross) || chol.Cond() > 1e14 {
		return
	}
	slopes := mat.NewVecDense(covariates, nil)
	if chol.SolveVecTo(slopes, mat.NewVecDense(covariates, moment)) != nil {
		return
	}
	v.inverse = mat.NewSymDense(covariates, nil)
	if chol.InverseTo(v.inverse) != nil {
		v.inverse = nil
		return
	}
	v.slopes = slopes.RawVector().Data
	for i := range v.event {
		v.similar[i] += dot(v.gap[i][:], v.slopes)
	}
}

// deviation is a control's covariates minus its set's mean.
func (v *sets) deviation(set int, control int32) (z [covariates]float64) {
	for j, x := range v.x.control[control] {
		z[j] = x - v.centre[set][j]
	}
	return z
}

// residuals are inflated by √(k/(k−1)) for the set's mean and by the share of
// degrees of freedom that the slopes took.
func (v *sets) residuals(y *sample) {
	v.residual = make([]float64, len(v.control))
	scale := 1.0
	if v.slopes != nil {
		df := float64(len(v.control) - len(v.event))
		scale = math.Sqrt(df / (df - covariates))
	}
	for i := range v.event {
		from, to := v.offset[i], v.offset[i+1]
		var mean float64
		for u := from; u < to; u++ {
			mean += y.control[v.control[u]]
		}
		k := float64(to - from)
		mean /= k
		for u := from; u < to; u++ {
			r := y.control[v.control[u]] - mean
			if v.slopes != nil {
				z := v.deviation(i, v.control[u])
				r -= dot(z[:], v.slopes)
			}
			v.residual[u] = r * scale * math.Sqrt(k/(k-1))
		}
	}
}

func dot(a, b []float64) float64 {
	var sum float64
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
