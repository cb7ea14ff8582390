package survival

import (
	"fmt"
	"math"
	"slices"
)

// coxData holds the rows of positive weight with standardised features.
type coxData struct {
	p        int
	row      []int     // in the sample
	z        []float64 // row-major
	mean, sd []float64
	entry    []float64
	exit     []float64
	weight   []float64
	event    []bool
	events   int
	strata   []coxStratum
}

// coxStratum lists the rows of a stratum, latest first.
type coxStratum struct {
	code            int
	byExit, byEntry []int
}

func newCoxData(s Sample, x [][]float64, o CoxOptions) (*coxData, error) {
	d := &coxData{p: len(x)}
	if o.Stratum != nil && len(o.Stratum) != len(s.Exit) {
		panic(panicLength)
	}
	for i := range s.Exit {
		if s.weight(i) == 0 {
			continue
		}
		d.row = append(d.row, i)
		d.entry, d.exit = append(d.entry, s.entry(i)), append(d.exit, s.Exit[i])
		d.weight, d.event = append(d.weight, s.weight(i)), append(d.event, s.is(i, o.Cause))
		if s.is(i, o.Cause) {
			d.events++
		}
	}
	if d.events == 0 {
		return nil, ErrNoEvents
	}
	if err := d.standardise(s, x); err != nil {
		return nil, err
	}
	d.stratify(o.Stratum)
	return d, nil
}

// standardise centres and scales by weighted mean and standard deviation.
func (d *coxData) standardise(s Sample, x [][]float64) error {
	d.z = make([]float64, len(d.row)*d.p)
	d.mean, d.sd = make([]float64, d.p), make([]float64, d.p)
	for j, column := range x {
		if len(column) != len(s.Exit) {
			panic(panicLength)
		}
		var total, mean, squares float64
		for k, i := range d.row {
			if math.IsNaN(column[i]) || math.IsInf(column[i], 0) {
				return notFinite(i, j, column[i])
			}
			total += d.weight[k]
			mean += d.weight[k] * column[i]
		}
		mean /= total
		for k, i := range d.row {
			squares += d.weight[k] * (column[i] - mean) * (column[i] - mean)
		}
		d.mean[j], d.sd[j] = mean, math.Sqrt(squares/total)
		if !(d.sd[j] > 1e-12*math.Abs(mean)) {
			return fmt.Errorf("feature %d is the same in all rows: %w", j, ErrSingular)
		}
		for k, i := range d.row {
			d.z[k*d.p+j] = (column[i] - mean) / d.sd[j]
		}
	}
	return nil
}

func (d *coxData) stratify(stratum []int) {
	groups := map[int][]int{}
	for k, i := range d.row {
		code := 0
		if stratum != nil {
			code = stratum[i]
		}
		groups[code] = append(groups[code], k)
	}
	for code, rows := range groups {
		c := coxStratum{code: code, byExit: rows, byEntry: slices.Clone(rows)}
		sortBy(c.byExit, func(k int) float64 { return -d.exit[k] })
		sortBy(c.byEntry, func(k int) float64 { return -d.entry[k] })
		d.strata = append(d.strata, c)
	}
	slices.SortFunc(d.strata, func(a, b coxStratum) int { return a.code - b.code })
}

// coxPass is the log partial likelihood with its derivatives at some θ.
type coxPass struct {
	logLikelihood float64
	gradient      []float64
	information   []float64 // p × p, upper triangle
}

// coxTerm is one term of the likelihood: an event, or with ties by Breslow all
// events of a time.
type coxTerm struct {
	time   float64
	weight float64   // of the term's events; Efron: their mean weight
	share  float64   // of the tied events that no longer count as at risk
	risk   float64   // S₀
	mean   []float64 // S₁/S₀
}

// moments are Σ w r (1, z, z zᵀ) over a set of rows, r = exp(θᵀz).
type moments struct {
	s0     float64
	s1, s2 []float64
}

func newMoments(p int) moments {
	return moments{s1: make([]float64, p), s2: make([]float64, p*p)}
}

func (m *moments) add(wr float64, z []float64) {
	m.s0 += wr
	p := len(z)
	for j, zj := range z {
		v := wr * zj
		m.s1[j] += v
		for k := j; k < p; k++ {
			m.s2[j*p+k] += v * z[k]
		}
	}
}

func (m *moments) clear() {
	m.s0 = 0
	clear(m.s1)
	clear(m.s2)
}

// pass sums over strata. Terms, latest first, are shown to see if it is given.
func (d *coxData) pass(theta []float64, ties Ties, see func(stratum int, t coxTerm)) coxPass {
	out := coxPass{gradient: make([]float64, d.p), information: make([]float64, d.p*d.p)}
	risk := d.risks(theta)
	for index, stratum := range d.strata {
		var show func(coxTerm)
		if see != nil {
			show = func(t coxTerm) { see(index, t) }
		}
		d.passStratum(&out, stratum, theta, risk, ties, show)
	}
	return out
}

// risks is w·exp(θᵀz) of each row.
func (d *coxData) risks(theta []float64) []float64 {
	out := make([]float64, len(d.row))
	for k := range out {
		var eta float64
		for j, b := range theta {
			eta += b * d.z[k*d.p+j]
		}
		out[k] = d.weight[k] * math.Exp(eta)
	}
	return out
}

// passStratum goes back in time: rows join at their exit and leave at their entry.
func (d *coxData) passStratum(out *coxPass, c coxStratum, theta, risk []float64, ties Ties, show func(coxTerm)) {
	atRisk, dying := newMoments(d.p), newMoments(d.p)
	count, left := 0, 0
	z := func(k int) []float64 { return d.z[k*d.p : (k+1)*d.p] }
	for at := 0; at < len(c.byExit); {
		t := d.exit[c.byExit[at]]
		for ; left < len(c.byEntry) && d.entry[c.byEntry[left]] >= t; left++ {
			k := c.byEntry[left]
			atRisk.add(-risk[k], z(k))
			if count--; count == 0 {
				atRisk.clear() // what rounding has left
			}
		}
		dying.clear()
		var events, weight float64
		for ; at < len(c.byExit) && d.exit[c.byExit[at]] == t; at++ {
			k := c.byExit[at]
			atRisk.add(risk[k], z(k))
			count++
			if d.event[k] {
				dying.add(risk[k], z(k))
				events++
				weight += d.weight[k]
				for j, v := range z(k) {
					out.gradient[j] += d.weight[k] * v
					out.logLikelihood += d.weight[k] * theta[j] * v
				}
			}
		}
		if events == 0 {
			continue
		}
		steps := events
		if ties == Breslow {
			steps = 1
		}
		for k := range int(steps) {
			out.term(atRisk, dying, coxTerm{time: t, weight: weight / steps, share: float64(k) / steps}, show)
		}
	}
}

// term adds one term.
func (c *coxPass) term(atRisk, dying moments, t coxTerm, show func(coxTerm)) {
	p := len(c.gradient)
	t.risk = atRisk.s0 - t.share*dying.s0
	c.logLikelihood -= t.weight * math.Log(t.risk)
	t.mean = make([]float64, p)
	for j := range t.mean {
		t.mean[j] = (atRisk.s1[j] - t.share*dying.s1[j]) / t.risk
		c.gradient[j] -= t.weight * t.mean[j]
	}
	for j := range p {
		for k := j; k < p; k++ {
			second := (atRisk.s2[j*p+k] - t.share*dying.s2[j*p+k]) / t.risk
			c.information[j*p+k] += t.weight * (second - t.mean[j]*t.mean[k])
		}
	}
	if show != nil {
		show(t)
	}
}
