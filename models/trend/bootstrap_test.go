package trend_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/framsyn/framsyn/models/evaluate"
	"github.com/framsyn/framsyn/models/trend"
)

// BenchmarkBlockBootstrap prints what intervals of Sen's slope by moving blocks of six
// months (Künsch 1989) cover, beside those of Fit, in series without change: why Fit
// does not use them.
func BenchmarkBlockBootstrap(b *testing.B) {
	const series = 300
	for b.Loop() {
		for _, c := range []scenario{{months: 24, phi: 0.3}, {months: 60}, {months: 60, phi: 0.3}, {months: 60, phi: 0.6}, {months: 60, phi: 0.8}} {
			var inside float64
			for i := range series {
				inside += one(blocksCover(c.series(i).Values, rand.New(rand.NewPCG(uint64(i), 1)))) / series
			}
			fmt.Printf("%d months, phi %v: 95 %% intervals by blocks cover %.3f, those of Fit %.3f\n",
				c.months, c.phi, inside, c.run(b, series, false).cover95)
		}
	}
}

// blocksCover says whether the interval holds slope 0.
func blocksCover(y []float64, rng *rand.Rand) bool {
	const block, draws = 6, 200
	slope := trend.TheilSen(y)
	n := len(y)
	residual, drawn := make([]float64, n), make([]float64, n)
	var mean float64
	for t, v := range y {
		residual[t] = v - slope*float64(t)
		mean += residual[t] / float64(n)
	}
	slopes := make([]float64, draws)
	for d := range slopes {
		for t := 0; t < n; t += block {
			from := rng.IntN(n - block + 1)
			for j := 0; j < block && t+j < n; j++ {
				drawn[t+j] = slope*float64(t+j) + residual[from+j] - mean
			}
		}
		slopes[d] = trend.TheilSen(drawn)
	}
	slices.Sort(slopes)
	return evaluate.Quantile(slopes, 0.025) <= 0 && 0 <= evaluate.Quantile(slopes, 0.975)
}
