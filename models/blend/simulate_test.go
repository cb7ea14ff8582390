package blend_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/framsyn/framsyn/models/blend"
)

// maker is a made-up method: errors of a random walk since the origin (shared by all
// methods, the part nobody can know), its own error and a bias, in units of scale.
type maker struct {
	name  string
	own   float64 // standard deviation of the method's own error, new at each origin
	bias  float64
	width float64 // of its interval, 1 is right for the method alone
}

// world simulates rolling origins. Areas share part of the walk; the total is
// their sum.
type world struct {
	areas, origins, horizons int
	step                     float64 // standard deviation of the walk per month
	common                   float64 // share of the walk's variance that the areas share
	makers                   []maker
	seed                     uint64
}

func (w world) outcomes() []blend.Outcome {
	rng := rand.New(rand.NewPCG(w.seed, 11))
	months := w.origins + w.horizons
	truth := make([][]float64, w.areas+1) // the last is the total
	for a := range truth {
		truth[a] = make([]float64, months)
		for t := range truth[a] {
			truth[a][t] = 100
		}
	}
	for t := 1; t < months; t++ {
		shared := math.Sqrt(w.common) * rng.NormFloat64()
		truth[w.areas][t] = 0
		for a := range w.areas {
			truth[a][t] = truth[a][t-1] + w.step*(shared+math.Sqrt(1-w.common)*rng.NormFloat64())
			truth[w.areas][t] += truth[a][t]
		}
	}
	truth[w.areas][0] = 100 * float64(w.areas)
	var out []blend.Outcome
	for a, y := range truth {
		row := blend.Outcome{Series: fmt.Sprint("a", a), Level: "area", Resource: "home_care_h", Scale: 2 * w.step}
		size := 1.
		if a == w.areas {
			row.Level, row.Series = "total", "all"
			size = math.Sqrt(float64(w.areas) * (1 + w.common*float64(w.areas-1)))
		}
		row.Scale *= size
		for origin := range w.origins {
			for _, m := range w.makers {
				own := m.own * size * rng.NormFloat64()
				for h := 1; h <= w.horizons && origin+h < w.origins; h++ {
					r := row
					r.Method, r.Origin, r.Horizon, r.Actual = m.name, origin, h, y[origin+h]
					r.Mean = y[origin] + own + m.bias*size
					half := 1.2815515655 * m.width * size * math.Sqrt(w.step*w.step*float64(h)+m.own*m.own)
					r.P10, r.P50, r.P90 = r.Mean-half, r.Mean, r.Mean+half
					out = append(out, r)
				}
			}
		}
	}
	return out
}

// weightOf finds a weight by name.
func weightOf(w *blend.Weights, level string, horizon int, method string) float64 {
	for i, v := range w.At(level, "home_care_h", horizon) {
		if w.Methods[i] == method {
			return v
		}
	}
	return math.NaN()
}
