package additive

import "math"

// oneStandardError returns how many of the first pairs to keep: the fewest whose
// loss on held-out persons is within one standard error of the lowest. The
// standard error is that of the difference of the two losses, over persons.
func (s *system) oneStandardError(e *ensemble, first, count, workers int, st *Status) int {
	loss, _ := s.pairLosses(e, first, count, 0, workers)
	best := 0
	for q, v := range loss {
		if v < loss[best] {
			best = q
		}
	}
	_, variance := s.pairLosses(e, first, count, best, workers)
	st.PairLoss = loss
	for q, v := range loss {
		if v-loss[best] <= math.Sqrt(variance[q]) {
			return q
		}
	}
	return best
}

// pairLosses returns the mean loss on held-out persons with the first 0 … count
// pairs, and the variance of its difference from that with the first ref.
func (s *system) pairLosses(e *ensemble, first, count, ref, workers int) (loss, variance []float64) {
	folds := len(s.t.start) - 1
	sums, squares := make([][]float64, folds), make([][]float64, folds)
	parallel(folds, workers, func(k int) { sums[k], squares[k] = s.pairLossFold(e.bags[k], first, count, ref, k) })
	loss, variance = make([]float64, count+1), make([]float64, count+1)
	for k := range folds {
		for q := range loss {
			loss[q] += sums[k][q] / s.t.weight
			variance[q] += squares[k][q] / (s.t.weight * s.t.weight)
		}
	}
	return loss, variance
}

func (s *system) pairLossFold(bag *state, first, count, ref, k int) (sums, squares []float64) {
	sums, squares = make([]float64, count+1), make([]float64, count+1)
	person := make([]float64, count+1)
	flush := func() {
		for q, v := range person {
			sums[q] += v
			squares[q] += (v - person[ref]) * (v - person[ref])
		}
		clear(person)
	}
	mains := *s
	mains.blocks = s.blocks[:first]
	fns := s.l.functions()
	eta := buffers(fns)
	for lo := s.t.start[k]; lo < s.t.start[k+1]; lo += batch {
		hi := min(lo+batch, s.t.start[k+1])
		mains.scores(bag, lo, hi, eta)
		for i := range hi - lo {
			row := lo + i
			if row > s.t.start[k] && s.t.person[row] != s.t.person[row-1] {
				flush()
			}
			for q := range count + 1 {
				if q > 0 {
					b := &s.blocks[first+q-1]
					for fn := range fns {
						eta[fn][i] += bag.f[fn][b.off+int(b.col[row])]
					}
				}
				person[q] += s.t.w[row] * s.l.rowLoss(s.t.y[row], i, eta)
			}
		}
	}
	flush()
	return sums, squares
}
