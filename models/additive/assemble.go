package additive

import "math"

// model turns the fitted bags into contributions. A bag leaves out one fold of
// persons, so that bags differ less than samples would; deviations from their
// mean are stretched by (B−1)/√B, which makes the standard deviation over bags
// the jackknife standard error √((B−1)/B Σ (bag − mean)²).
func (s *system) model(e *ensemble, crosses []cross, o Options, st *Status) *Model {
	m := &Model{Header: Header{Family: o.Family, Classes: o.Classes, Power: o.Power}, Status: *st, bins: s.t.bins}
	for _, b := range s.t.bins {
		m.Features = append(m.Features, b.feature)
	}
	m.Intercept = effects(e, func(st *state, fn int) float64 { return st.a[fn] })
	for j, bins := range s.t.bins {
		t := Term{Name: bins.feature.Name, A: j, B: -1, Persons: make([]int, bins.size()), Weight: make([]float64, bins.size())}
		for i, n := range bins.persons {
			if !bins.pinned[i] {
				t.Persons[i], t.Weight[i] = n, bins.weight[i]
			}
		}
		m.Terms = append(m.Terms, s.effectsOf(t, e, j))
	}
	for i, c := range crosses {
		j := len(s.t.bins) + i
		t := Term{Name: s.t.bins[c.a].feature.Name + " & " + s.t.bins[c.b].feature.Name, A: c.a, B: c.b, ga: c.ga, gb: c.gb}
		t.Persons, t.Weight = s.t.countCells(s.blocks[j].col, s.blocks[j].n)
		for cell, n := range t.Persons {
			if n < o.MinPersons {
				t.Persons[cell], t.Weight[cell] = 0, 0
			}
		}
		m.Terms = append(m.Terms, s.effectsOf(t, e, j))
	}
	return m
}

func (s *system) effectsOf(t Term, e *ensemble, j int) Term {
	b := &s.blocks[j]
	t.Effects = make([][]Effect, finalFunctions(s.l))
	for bin := range b.n {
		for fn, v := range effects(e, func(st *state, fn int) float64 { return st.f[fn][b.off+bin] }) {
			t.Effects[fn] = append(t.Effects[fn], v)
		}
	}
	return t
}

func finalFunctions(l likelihood) int {
	if l.family == Multinomial {
		return l.classes - 1
	}
	return 1
}

// effects collects one number of all bags, less that of the reference class.
func effects(e *ensemble, get func(st *state, fn int) float64) []Effect {
	fns := len(e.all.a)
	first := 0
	if fns > 1 {
		first = 1
	}
	var out []Effect
	n := float64(len(e.bags))
	for fn := first; fn < fns; fn++ {
		v := Effect{Bags: make([]float64, len(e.bags))}
		for k, st := range e.bags {
			v.Bags[k] = get(st, fn)
			if first == 1 {
				v.Bags[k] -= get(st, 0)
			}
			v.Value += v.Bags[k]
		}
		v.Value /= n
		for k := range v.Bags {
			v.Bags[k] = v.Value + (v.Bags[k]-v.Value)*(n-1)/math.Sqrt(n)
		}
		out = append(out, v)
	}
	return out
}

// countCells finds distinct persons and weight per bin of any column.
func (t *table) countCells(col []uint8, n int) (persons []int, weight []float64) {
	persons, weight = make([]int, n), make([]float64, n)
	last := make([]int, n)
	at := 0
	for i, bin := range col {
		if i == 0 || t.person[i] != t.person[i-1] {
			at++
		}
		if last[bin] != at {
			last[bin] = at
			persons[bin]++
		}
		weight[bin] += t.w[i]
	}
	return persons, weight
}
