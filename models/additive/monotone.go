package additive

// isotonic makes values monotone in the given direction by pooling adjacent
// violators: the closest monotone sequence in weighted squares (Ayer et al.
// 1955). The weighted mean stays the same.
func isotonic(value, weight []float64, direction int) {
	type pool struct {
		sum, weight float64
		count       int
	}
	sign := float64(direction)
	var pools []pool
	for i, v := range value {
		w := max(weight[i], 1e-12)
		pools = append(pools, pool{sign * v * w, w, 1})
		for k := len(pools) - 1; k > 0 && pools[k-1].sum*pools[k].weight > pools[k].sum*pools[k-1].weight; k-- {
			pools[k-1].sum += pools[k].sum
			pools[k-1].weight += pools[k].weight
			pools[k-1].count += pools[k].count
			pools = pools[:k]
		}
	}
	i := 0
	for _, p := range pools {
		for range p.count {
			value[i] = sign * p.sum / p.weight
			i++
		}
	}
}

// straighten makes the terms of monotone features monotone over the intervals of
// every model; the missing bin is left out. The mean of monotone bags is monotone.
func (s *system) straighten(e *ensemble) {
	for j, bins := range s.t.bins {
		if bins.feature.Monotone == 0 {
			continue
		}
		b := &s.blocks[j]
		for _, st := range e.models() {
			for fn := range st.f {
				isotonic(st.f[fn][b.off:b.off+bins.m], bins.weight[:bins.m], bins.feature.Monotone)
			}
		}
	}
}
