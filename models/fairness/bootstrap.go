package fairness

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
)

// estimate fills estimates, intervals and verdicts.
func (e *evaluation) estimate(findings []Finding) {
	ones := make([]float64, len(e.p))
	for i := range ones {
		ones[i] = 1
	}
	values := make([]float64, len(findings))
	e.measure(ones, e.scratch(), values)
	draws := e.draw(len(findings))
	spread := make([]float64, len(findings))
	for k := range findings {
		spread[k] = deviation(draws, k)
		if findings[k].IsTooFew {
			values[k] = math.NaN()
		}
	}
	own, family := normalQuantile(e.o.Level), e.critical(findings, values, spread, draws)
	for k := range findings {
		findings[k].fill(values[k], spread[k], own, family)
		findings[k].judge()
	}
}

func (e *evaluation) scratch() []sums {
	n := 0
	for _, s := range e.sides {
		n = max(n, len(s.values))
	}
	return make([]sums, n)
}

// draw measures resamples of persons; each has a source of its own, so that the
// number of workers does not matter.
func (e *evaluation) draw(findings int) [][]float64 {
	out := make([][]float64, e.o.Resamples)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(e.o.Workers, e.o.Resamples) {
		wg.Go(func() {
			count, w, scratch := make([]uint32, e.persons), make([]float64, len(e.p)), e.scratch()
			for r := int(next.Add(1)) - 1; r < len(out); r = int(next.Add(1)) - 1 {
				clear(count)
				rng := rand.New(rand.NewPCG(e.o.Seed, uint64(r)))
				for range count {
					count[rng.Uint32N(uint32(len(count)))]++
				}
				for i, person := range e.person {
					w[i] = float64(count[person])
				}
				out[r] = make([]float64, findings)
				e.measure(w, scratch, out[r])
			}
		})
	}
	wg.Wait()
	return out
}

// deviation is the standard deviation of a finding over the draws.
func deviation(draws [][]float64, k int) float64 {
	var n, mean, square float64
	for _, draw := range draws {
		if math.IsNaN(draw[k]) {
			continue
		}
		n++
		step := draw[k] - mean
		mean += step / n
		square += step * (draw[k] - mean)
	}
	return math.Sqrt(square / (n - 1))
}

// critical is how many deviations wide the intervals must be to hold all together.
func (e *evaluation) critical(findings []Finding, values, spread []float64, draws [][]float64) float64 {
	var largest []float64
	for _, draw := range draws {
		most := 0.0
		for k := range findings {
			hasLimit := !math.IsInf(findings[k].Lowest, -1) || !math.IsInf(findings[k].Highest, 1)
			if t := math.Abs(draw[k]-values[k]) / spread[k]; hasLimit && t > most && !math.IsInf(t, 1) {
				most = t
			}
		}
		largest = append(largest, most)
	}
	slices.Sort(largest)
	at := int(math.Ceil(e.o.Level*float64(len(largest)))) - 1
	return max(largest[at], normalQuantile(e.o.Level))
}

// normalQuantile is how many deviations hold a share of a normal distribution.
func normalQuantile(level float64) float64 { return math.Sqrt2 * math.Erfinv(level) }

// fill puts in the estimate and its intervals; a ratio is no longer a logarithm.
func (f *Finding) fill(value, spread, own, family float64) {
	scale := func(x float64) float64 { return x }
	if f.Measure == CalibrationRatio {
		scale = math.Exp
	}
	f.Estimate, f.Low, f.High = scale(value), scale(value-own*spread), scale(value+own*spread)
	f.FamilyLow, f.FamilyHigh = math.NaN(), math.NaN()
	if !math.IsInf(f.Lowest, -1) || !math.IsInf(f.Highest, 1) {
		f.FamilyLow, f.FamilyHigh = scale(value-family*spread), scale(value+family*spread)
	}
}
