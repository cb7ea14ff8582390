package needs

import (
	"fmt"
	"math"
)

// Part is what one need makes of a client's time.
type Part struct {
	Need
	Norm      float64 // minutes/week by the norm, circumstances included
	Minutes   float64 // minutes/week in practice, circumstances included
	Low, High float64 // interval of Minutes: that of the cell, times the circumstances' multipliers
	Clients   int     // support of the cell; of the category where the limitation is not known
}

// Explanation is which needs make up a client's time:
//
//	Practice = Σ Parts.Minutes          in the order of the parts, exactly
//	Recorded = Practice + Habit + Remainder
type Explanation struct {
	Parts     []Part  // one per need, in the order of the row
	Norm      float64 // Σ Parts.Norm
	Practice  float64 // what the needs get at average officer and area
	Habit     float64 // what the row's officer and area add or take away
	Remainder float64 // what is not explained
	Recorded  float64 // minutes/week
}

// applied is a model made ready for many rows.
type applied struct {
	m     *Model
	l     *layout
	norm  []float64 // parameters by the norm
	theta []float64 // in practice
	low   []float64
	high  []float64

	entry []entry
	mult  []float64
	by    []float64
}

func (m *Model) apply() *applied {
	a := &applied{m: m, l: newLayout(m.Categories, m.Circumstances, 0, 0)}
	n := a.l.bounded()
	a.norm, a.theta, a.low, a.high = make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for c := range a.l.cell {
		for d, at := range a.l.cell[c] {
			if at >= 0 {
				cell := m.Cells[c][d]
				a.norm[at], a.theta[at], a.low[at], a.high[at] = cell.Norm, cell.Minutes, cell.Low, cell.High
			}
		}
	}
	for k, factor := range m.Multipliers {
		a.norm[a.l.multiplier(k)], a.theta[a.l.multiplier(k)] = m.Circumstances[k].Norm, factor.Value
	}
	return a
}

// part is what one need counts for in a row.
func (a *applied) part(r *Row, i int) Part {
	need := r.Needs[i]
	p := Part{Need: need}
	grave := severityOf(r.Needs)
	if need.Limitation < Degrees {
		p.Clients = a.m.Cells[need.Category][need.Limitation].Clients
	} else {
		for _, cell := range a.m.Cells[need.Category] {
			p.Clients += cell.Clients
		}
	}
	a.entry = a.l.entriesOf(a.entry[:0], need, grave, a.m.Shares)
	g := a.l.group[need.Category]
	a.by = a.l.multipliers(a.by, r.Circumstances, a.norm, -1)
	a.mult = a.l.multipliers(a.mult, r.Circumstances, a.theta, -1)
	for _, e := range a.entry {
		p.Norm += e.share * a.by[g] * a.norm[e.cell]
		p.Minutes += e.share * a.mult[g] * a.theta[e.cell]
		p.Low += e.share * a.mult[g] * a.low[e.cell]
		p.High += e.share * a.mult[g] * a.high[e.cell]
	}
	return p
}

// explain fills e but for its parts, which it hands to use.
func (a *applied) explain(r *Row, use func(Part)) (Explanation, error) {
	if err := checkNeeds(r, len(a.m.Categories), len(a.m.Circumstances)); err != nil {
		return Explanation{}, err
	}
	if r.Officer < -1 || r.Officer >= len(a.m.Officers) || r.Area < -1 || r.Area >= len(a.m.Areas) {
		return Explanation{}, fmt.Errorf("officer %d of %d, area %d of %d; give -1 where not known to the model",
			r.Officer, len(a.m.Officers), r.Area, len(a.m.Areas))
	}
	if math.IsNaN(r.Minutes) || math.IsInf(r.Minutes, 0) || !(r.Weight >= 0) || math.IsInf(r.Weight, 1) {
		return Explanation{}, fmt.Errorf("%v minutes of weight %v; give finite numbers, the weight at least 0", r.Minutes, r.Weight)
	}
	e := Explanation{Recorded: r.Minutes}
	for i := range r.Needs {
		p := a.part(r, i)
		e.Norm += p.Norm
		e.Practice += p.Minutes
		use(p)
	}
	habit := 1.0
	if r.Officer >= 0 {
		habit *= a.m.Officers[r.Officer].Value
	}
	if r.Area >= 0 {
		habit *= a.m.Areas[r.Area].Value
	}
	e.Habit = e.Practice * (habit - 1)
	e.Remainder = e.Recorded - e.Practice - e.Habit
	return e, nil
}

// Explain says which needs make up the time of a row. The row's minutes may be
// those of any recording, such as performed time against what is granted; a
// circumstance's uncertainty is not in the parts' intervals.
func (m *Model) Explain(r Row) (Explanation, error) {
	var parts []Part
	e, err := m.apply().explain(&r, func(p Part) { parts = append(parts, p) })
	if err != nil {
		return Explanation{}, fmt.Errorf("needs: explain: %w", err)
	}
	e.Parts = parts
	return e, nil
}

// Expected returns, for each row, the minutes/week that its needs get at average
// officer and area, and those by the norm.
func (m *Model) Expected(rows []Row) (practice, norm []float64, err error) {
	a := m.apply()
	practice, norm = make([]float64, len(rows)), make([]float64, len(rows))
	for i := range rows {
		e, err := a.explain(&rows[i], func(Part) {})
		if err != nil {
			return nil, nil, fmt.Errorf("needs: row %d: %w", i, err)
		}
		practice[i], norm[i] = e.Practice, e.Norm
	}
	return practice, norm, nil
}
