package multistate

import (
	"fmt"
	"math"
)

// Model is what Fit learned. It is safe for concurrent use.
type Model struct {
	Design  Design
	Status  Status
	bins    []binning
	off     []int
	origins []origin // without cells
	scores  []scores
	pooled  []*block // with the factor of the posterior precision
	own     []*block
	mode    *Table
}

// finish sums the information at the estimate and lets go of the cells.
func (f *fitter) finish(pooled, own []*block, st Status) (*Model, error) {
	e := f.expect(f.all, posterior)
	for _, blocks := range [...][]*block{pooled, own} {
		for _, b := range blocks {
			h, _ := f.system(b, e, true)
			for i := range b.members {
				h.SetSym(i, i, h.At(i, i)+interceptPrecision)
			}
			b.level = 1 / h.At(0, 0)
			if err := b.factor(h); err != nil {
				return nil, err
			}
			if err := b.chol.InverseTo(&b.inverse); err != nil {
				return nil, fmt.Errorf("%w: %s: %w", ErrNoFit, b.name, err)
			}
		}
	}
	st.LogLik = f.logLik(e)
	if !(st.LogLik >= st.NullLogLik-1e-6*math.Abs(st.NullLogLik)-1e-6) {
		return nil, fmt.Errorf("%w: log-likelihood %.6g, without features %.6g", ErrNoFit, st.LogLik, st.NullLogLik)
	}
	m := &Model{Design: *f.design, Status: st, bins: f.bins, off: f.off, origins: f.origins, scores: f.all, pooled: pooled, own: own}
	for i := range m.origins {
		m.origins[i].bins, m.origins[i].n = nil, nil
	}
	m.mode = m.table(m.scores)
	return m, nil
}

// interceptPrecision says that nobody's intercept is off by more than a few times
// a factor of e²: a transition seen once, long ago, is not likely in any draw.
const interceptPrecision = 0.25

func (f *fitter) logLik(e []*expected) float64 {
	var sum float64
	for i := range f.origins {
		if e[i] == nil {
			continue
		}
		o, s := &f.origins[i], &f.all[i]
		sum -= e[i].logZ
		for d, y := range o.y0 {
			sum += y * s.alpha[d]
		}
		for at, y := range o.y {
			sum += y * s.eta[at]
		}
	}
	return sum
}

// Table returns the hazards at the estimate.
func (m *Model) Table() *Table { return m.mode }

// Effect is what a bin of a feature adds to the log odds of a transition against
// the origin's reference.
type Effect struct {
	From, To, Reference string  // states
	Feature             string  // "" for the intercept
	Bin                 int     // −1 for the intercept
	Lower, Upper        float64 // interval [Lower, Upper) of a numeric feature; NaN for levels and missing
	Level               string  // level of a nominal feature
	Missing             bool
	Value               float64 // log odds
	StandardError       float64 // from the penalised likelihood: what penalties take away from the truth is not in it
	Periods             float64 // weight of the person-periods in the bin
	Transitions         float64 // weight of those that ended in To
}

// Effects lists intercepts and effects by origin, next state, feature and bin.
func (m *Model) Effects() []Effect {
	var out []Effect
	for _, b := range m.own {
		mem := b.members[0]
		o, s := &m.origins[mem.origin], &m.scores[mem.origin]
		variance := m.variances(b)
		d := len(o.dest)
		states := m.Design.States
		base := Effect{
			From: states[o.state].Name, To: states[o.dest[mem.dest]].Name, Reference: states[o.ref].Name,
			Bin: -1, Lower: math.NaN(), Upper: math.NaN(), Value: s.alpha[mem.dest], StandardError: math.Sqrt(variance[0]),
			Periods: o.yRef + total(o.y0), Transitions: o.y0[mem.dest],
		}
		out = append(out, base)
		for k := range m.bins {
			for bin := range m.bins[k].size() {
				a, e := m.off[k]+bin, base
				e.Feature, e.Bin, e.Missing = m.Design.Features[k].Name, bin, bin == m.bins[k].m
				e.Lower, e.Upper = m.bins[k].bounds(bin)
				if m.bins[k].nominal && !e.Missing {
					e.Level = m.Design.level(k, bin)
				}
				e.Value, e.StandardError = s.eta[a*d+mem.dest], math.Sqrt(variance[1+a])
				e.Periods, e.Transitions = o.byBin[a], o.y[a*d+mem.dest]
				out = append(out, e)
			}
		}
	}
	return out
}
