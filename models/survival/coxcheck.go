package survival

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// proportional is, for each feature, how probable a trend of its effect over time
// at least as strong as the one seen is if hazards are proportional: the
// correlation of scaled Schoenfeld residuals with the rank of the event times
// (Grambsch and Therneau 1994, with the variance of a residual taken to be the
// same at all times).
func (d *coxData) proportional(terms [][]coxTerm, inverse *mat.SymDense) []float64 {
	out := make([]float64, d.p)
	rank, middle, total := d.eventRanks()
	trend := make([]float64, d.p) // Σ w (g − ḡ) (z − mean)
	var squares float64
	for index, c := range d.strata {
		times := make([]float64, len(terms[index]))
		for i, t := range terms[index] {
			times[i] = t.time
		}
		for _, row := range c.byExit {
			if !d.event[row] {
				continue
			}
			g := rank[row] - middle
			squares += d.weight[row] * g * g
			own := tied(terms[index][:upTo(times, d.exit[row])], d.exit[row])
			for j := range trend {
				var mean float64
				for _, t := range own {
					mean += t.mean[j] / float64(len(own))
				}
				trend[j] += d.weight[row] * g * (d.z[row*d.p+j] - mean)
			}
		}
	}
	for j := range out {
		var scaled float64
		for k, v := range trend {
			scaled += inverse.At(j, k) * v
		}
		out[j] = 1
		if squares > 0 {
			chi := scaled * scaled * total / (inverse.At(j, j) * squares)
			out[j] = math.Erfc(math.Sqrt(chi / 2))
		}
	}
	return out
}

// eventRanks numbers the distinct times of events over all strata, and returns the
// weighted mean of the numbers and the weight of the events.
func (d *coxData) eventRanks() (rank []float64, middle, total float64) {
	var times []float64
	for row, event := range d.event {
		if event {
			times = append(times, d.exit[row])
		}
	}
	slices.Sort(times)
	times = slices.Compact(times)
	rank = make([]float64, len(d.row))
	for row, event := range d.event {
		if event {
			rank[row] = float64(upTo(times, d.exit[row]))
			middle += d.weight[row] * rank[row]
			total += d.weight[row]
		}
	}
	return rank, middle / total, total
}
