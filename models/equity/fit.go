package equity

import (
	"gonum.org/v1/gonum/stat/distuv"
)

// fitting is a fit on its way.
type fitting struct {
	o      Options
	d      *design
	r      *restricted
	best   *solution
	ends   [nRatios][2]float64 // profile interval of each ratio
	active [nRatios]bool       // ratios that can be estimated at all
}

// Fit compares decisions: see the package comment.
func Fit(s Sample, o Options) (*Model, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	if err := s.Validate(); err != nil {
		return nil, err
	}
	rows, left := s.keep(o)
	m := &Model{LeftOut: left, Level: o.Level, Slope: 1}
	if len(rows) == 0 {
		return nil, ErrNoDecisions
	}
	f := &fitting{o: o, d: newDesign(&s, rows, o)}
	f.r = &restricted{f.d, f.d.cross()}
	m.Decisions, m.Clients = len(rows), len(f.d.client)-1
	f.active = [nRatios]bool{s.Areas > 1, s.Officers > 1, len(f.r.p.sizes) > 1 || f.r.p.sizes[0] > 1}
	if f.best, err = f.optimum([nRatios]bool{}); err != nil {
		return nil, err
	}
	m.Status = Status{f.best.fall < fallAccepted, f.best.fall}
	if err := f.tests(m); err != nil {
		return nil, err
	}
	if err := f.profiles(); err != nil {
		return nil, err
	}
	f.components(m)
	if err := f.fixedEffects(m); err != nil {
		return nil, err
	}
	return m, f.effects(m)
}

// optimum is the restricted likelihood's maximum with some ratios held at 0.
func (f *fitting) optimum(zero [nRatios]bool) (*solution, error) {
	var start [nRatios]float64
	for k := range start {
		if !f.active[k] {
			zero[k] = true
		}
		if !zero[k] {
			start[k] = 0.3 // between nothing and all; the answer does not hang on it
		}
	}
	return f.r.minimise(start, zero)
}

// tests compares restricted likelihoods with and without a component. On the
// edge of the parameter space the ratio is a mixture of χ² (Self and Liang
// 1987): ½χ²₀ + ½χ²₁ for one component, ¼χ²₀ + ½χ²₁ + ¼χ²₂ for two.
func (f *fitting) tests(m *Model) error {
	one, two := distuv.ChiSquared{K: 1}, distuv.ChiSquared{K: 2}
	for _, t := range [...]struct {
		name string
		zero [nRatios]bool
	}{
		{"area", [nRatios]bool{areaRatio: true}},
		{"officer", [nRatios]bool{officerRatio: true}},
		{"any", [nRatios]bool{areaRatio: true, officerRatio: true}},
	} {
		n := 0
		for k, zero := range t.zero {
			if zero && f.active[k] {
				n++
			}
		}
		test := Test{Name: t.name, P: 1}
		if n > 0 {
			without, err := f.optimum(t.zero)
			if err != nil {
				return err
			}
			x := max(0, without.minus-f.best.minus)
			test.Statistic = x
			if x > 0 && n == 1 {
				test.P = one.Survival(x) / 2
			} else if x > 0 {
				test.P = one.Survival(x)/2 + two.Survival(x)/4
			}
		}
		m.Tests = append(m.Tests, test)
	}
	return nil
}
