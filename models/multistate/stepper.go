package multistate

// Stepper draws the steps of one person after another. In most periods little
// changes: it multiplies anew only what has. It is not safe for concurrent use;
// each goroutine has its own.
type Stepper struct {
	t          *Table
	multiplier []float64
	known      bool // base and odds are of state and bins
	state      uint8
	bins       []uint8
	ref, sum   float64
	base       [maxStates]float64 // odds by what seldom changes: intercept, multiplier, slow features
	odds       [maxStates]float64
}

// Stepper returns a stepper on the table.
func (t *Table) Stepper() *Stepper { return &Stepper{t: t, bins: make([]uint8, len(t.bins))} }

// Start begins a person whose odds of each next state are multiplied, nil for
// not; the slice is read until the next Start.
func (s *Stepper) Start(multiplier []float64) { s.multiplier, s.known = multiplier, false }

// Next is as Table.Next with the person's multiplier, up to rounding.
func (s *Stepper) Next(state uint8, bins []uint8, u float64) uint8 {
	o := &s.t.origins[state]
	slow := !s.known || state != s.state || s.changed(bins, s.t.slow)
	if slow || s.changed(bins, s.t.fast) {
		if slow {
			s.rebase(o, bins)
		}
		d := len(o.dest)
		p := s.odds[:d]
		copy(p, s.base[:d])
		for _, k := range s.t.fast {
			at := (s.t.off[k] + int(bins[k])) * d
			for j, v := range o.factor[at : at+d] {
				p[j] *= v
			}
		}
		s.sum = s.ref + sum(p)
		s.state, s.known = state, true
		copy(s.bins, bins)
	}
	return o.pick(&s.odds, s.ref, u*s.sum, state)
}

// sum adds in four parts, which a processor does at once.
func sum(p []float64) float64 {
	var a, b, c, d float64
	for ; len(p) >= 4; p = p[4:] {
		a, b, c, d = a+p[0], b+p[1], c+p[2], d+p[3]
	}
	for _, v := range p {
		a += v
	}
	return a + b + (c + d)
}

func (s *Stepper) changed(bins []uint8, features []int) bool {
	for _, k := range features {
		if bins[k] != s.bins[k] {
			return true
		}
	}
	return false
}

func (s *Stepper) rebase(o *tableOrigin, bins []uint8) {
	d := len(o.dest)
	p := s.base[:d]
	copy(p, o.base)
	s.ref = 1
	if s.multiplier != nil {
		s.ref = s.multiplier[o.ref]
		for j, to := range o.dest {
			p[j] *= s.multiplier[to]
		}
	}
	for _, k := range s.t.slow {
		at := (s.t.off[k] + int(bins[k])) * d
		for j, v := range o.factor[at : at+d] {
			p[j] *= v
		}
	}
}
