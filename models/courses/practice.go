package courses

import (
	"math"
	"math/rand/v2"

	"github.com/framsyn/framsyn/models/internal/isotonic"
)

// Practice is how far the municipality's ways drift from the pattern of the
// histories: the standard deviation of the log of a factor that multiplies a
// resource, by resource and horizon − 1. It grows with the horizon, as a random
// walk does; beyond the last horizon given it goes on at that pace.
type Practice struct {
	Total [resources][]float64 // shared by all areas
	Area  [resources][]float64 // of each area on its own, besides
}

// factors draws what the sums of one replicate are multiplied by. Existing and
// new clients' hours get the season, the calibrated drift and the practice term;
// what was lost since the origin is counted as it was then.
func (s *simulation) factors(draw int) func(area, h int, r Resource, d Driver) float64 {
	src := newStream(s.options.Seed, draw, forDrift, 0)
	drift := s.model.drift.factor(rand.New(&src), s.options.Risks != nil)
	practice := s.practice(draw)
	m := s.model
	return func(area, h int, r Resource, d Driver) float64 {
		if d == Ended || d == Housed || d == Moved {
			return m.season.at(r, m.origin)
		}
		return m.season.at(r, m.origin+h) * drift(h, r, d) * practice(area, h, r)
	}
}

// practice draws the practice term of one replicate. Factors have mean one.
func (s *simulation) practice(draw int) func(area, h int, r Resource) float64 {
	p := s.options.Practice
	if p == nil {
		return func(int, int, Resource) float64 { return 1 }
	}
	src := newStream(s.options.Seed, draw, forPractice, 0)
	rng := rand.New(&src)
	var total [resources][]float64
	for r := range resources {
		total[r] = walk(rng, p.Total[r], s.horizon)
	}
	area := make([][resources][]float64, s.model.areas)
	for a := range area {
		src := newStream(s.options.Seed, draw, forAreaPractice, uint64(a))
		rng := rand.New(&src)
		for r := range resources {
			area[a][r] = walk(rng, p.Area[r], s.horizon)
		}
	}
	return func(a, h int, r Resource) float64 { return math.Exp(total[r][h-1] + area[a][r][h-1]) }
}

// walk is a random walk with standard deviation sd[h−1] at h, less half its
// variance.
func walk(rng *rand.Rand, sd []float64, horizon int) []float64 {
	out := make([]float64, horizon)
	var at, before float64
	for h := range out {
		variance := varianceAt(sd, h)
		at += math.Sqrt(max(0, variance-before)) * rng.NormFloat64()
		before = max(before, variance)
		out[h] = at - before/2
	}
	return out
}

func varianceAt(sd []float64, h int) float64 {
	switch n := len(sd); {
	case n == 0:
		return 0
	case h < n:
		return sd[h] * sd[h]
	default:
		return sd[n-1] * sd[n-1] * float64(h+1) / float64(n)
	}
}

// EstimatePractice finds the practice term from a back-test made without one:
// the variance of log(actual/mean) around zero that the draws do not account
// for, made non-decreasing in the horizon by pooling neighbours. What the total
// shows is shared by all areas; what areas show beyond that is their own.
// Outcomes of other methods are ignored.
func EstimatePractice(outcomes []Outcome, horizon int) *Practice {
	if horizon <= 0 {
		panic(panicHorizon)
	}
	p := new(Practice)
	for r := range resources {
		total := excess(outcomes, r, horizon, true)
		area := excess(outcomes, r, horizon, false)
		p.Total[r], p.Area[r] = make([]float64, horizon), make([]float64, horizon)
		for h := range horizon {
			p.Total[r][h] = math.Sqrt(total[h])
			area[h] = max(0, area[h]-total[h])
		}
		for h, v := range isotonic.Fit(area, nil) {
			p.Area[r][h] = math.Sqrt(v)
		}
	}
	return p
}

// excess is the variance by horizon − 1 of log errors beyond that of the draws.
func excess(outcomes []Outcome, r Resource, horizon int, total bool) []float64 {
	sum, n := make([]float64, horizon), make([]float64, horizon)
	for _, o := range outcomes {
		if o.Method != MethodCourses || o.Resource != r || o.Horizon > horizon || (o.Area == Total) != total {
			continue
		}
		if !(o.Actual > 0) || !(o.Mean > 0) || math.IsNaN(o.LogSD) {
			continue
		}
		e := math.Log(o.Actual / o.Mean)
		sum[o.Horizon-1] += e*e - o.LogSD*o.LogSD
		n[o.Horizon-1]++
	}
	for h := range sum {
		if n[h] > 0 {
			sum[h] /= n[h]
		}
	}
	out := isotonic.Fit(sum, n)
	for h := range out {
		out[h] = max(0, out[h])
	}
	return out
}
