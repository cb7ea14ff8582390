// Package isotonic fits non-decreasing sequences.
//
// # References
//
//   - Ayer, M., Brunk, H. D., Ewing, G. M., Reid, W. T. and Silverman, E. (1955).
//     An empirical distribution function for sampling with incomplete information.
//     Annals of Mathematical Statistics 26(4), 641-647. doi:10.1214/aoms/1177728423
package isotonic

// Fit is the non-decreasing sequence closest to y in weighted least squares (pool
// adjacent violators); nil weights are all one. Values of weight 0 take their left
// neighbour's, those before the first weight the first one's.
func Fit(y, weight []float64) []float64 {
	type block struct {
		mean, weight float64
		n            int
	}
	var blocks []block
	for i, v := range y {
		w := 1.0
		if weight != nil {
			w = weight[i]
		}
		if w == 0 && len(blocks) > 0 {
			blocks[len(blocks)-1].n++
			continue
		}
		blocks = append(blocks, block{v, w, 1})
		for k := len(blocks) - 1; k > 0 && (blocks[k-1].mean > blocks[k].mean || blocks[k-1].weight == 0); k-- {
			a, b := blocks[k-1], blocks[k]
			merged := block{b.mean, a.weight + b.weight, a.n + b.n}
			if a.weight > 0 {
				merged.mean = (a.mean*a.weight + b.mean*b.weight) / merged.weight
			}
			blocks = append(blocks[:k-1], merged)
		}
	}
	out := make([]float64, 0, len(y))
	for _, b := range blocks {
		for range b.n {
			out = append(out, b.mean)
		}
	}
	return out
}
