package multistate

// paths are courses of one person among the states that are not absorbing. What
// becomes of a person who is not absorbed does not depend on the offsets of
// absorbing states, as the hazards are multinomial: the same courses do for all
// offsets, and the probability of absorption along each is a sum over its periods.
type paths struct {
	n, horizon int
	absorbing  []int
	odds       []float64 // path × period × absorbing, against the sum of the other states' odds
}

// samplePaths draws the courses of the walker's person.
func samplePaths(w *walker, id uint64, o SolveOptions) *paths {
	s := &paths{n: o.Paths, horizon: w.bins.horizon}
	states := w.t.design.States
	for j := range states {
		if states[j].Absorbing {
			s.absorbing = append(s.absorbing, j)
		}
	}
	transient := append([]float64(nil), w.multiplier...)
	for j := range transient {
		if states[j].Absorbing {
			transient[j] = 1
		}
	}
	for path := range o.Paths {
		random := newStream(o.Seed, path, forPaths, id)
		m := w.first
		for step := range s.horizon {
			w.bins.step(w.row, w.person, step)
			w.t.MemoryBins(w.row, &m)
			w.t.Probabilities(w.p, m.State, w.row, transient)
			live := 1.0
			for _, j := range s.absorbing {
				live -= w.p[j]
			}
			for _, j := range s.absorbing {
				s.odds = append(s.odds, w.p[j]/max(live, 1e-300))
			}
			u, next := random.uniform()*live, m.State
			for j, p := range w.p {
				if states[j].Absorbing || p == 0 {
					continue
				}
				next = uint8(j)
				if u < p {
					break
				}
				u -= p
			}
			w.t.Move(&m, next)
		}
	}
	return s
}

// absorbed is the mean probability over courses of absorption in a state.
func (s *paths) absorbed(multiplier []float64, state int) float64 {
	var sum float64
	k := len(s.absorbing)
	for path := range s.n {
		alive := 1.0
		for step := range s.horizon {
			odds := s.odds[(path*s.horizon+step)*k : (path*s.horizon+step+1)*k]
			total, here := 1.0, 0.0
			for i, j := range s.absorbing {
				v := odds[i] * multiplier[j]
				total += v
				if j == state {
					here = v
				}
			}
			sum += alive * here / total
			alive /= total
		}
	}
	return sum / float64(s.n)
}
