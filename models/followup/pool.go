package followup

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

const (
	minPooled = 3   // groups below which nothing is known of their spread (Gelman 2006)
	gridSize  = 100 // points of the spread's posterior
)

// Groups follows the groups of cases that have the same key, sorted by key; key
// has one entry per case, "" leaves the case out. At each horizon the effects of
// the groups that are not too few are pooled: Effect.Pooled. Give groups that do
// not overlap and are of one sort, such as the areas for one kind and year.
func (s *Study) Groups(key []string) ([]Group, error) {
	if len(key) != len(s.cases) {
		return nil, fmt.Errorf("followup: %d keys for %d cases; give one each", len(key), len(s.cases))
	}
	members := make(map[string][]int)
	for i, k := range key {
		if k != "" {
			members[k] = append(members[k], i)
		}
	}
	keys := make([]string, 0, len(members))
	for k := range members {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	c := newScores(len(s.p.Person))
	out := make([]Group, len(keys))
	for i, k := range keys {
		out[i] = s.estimate(members[k], c)
		out[i].Key = k
	}
	for h := range s.o.Horizons {
		s.poolGroups(out, h)
	}
	return out, nil
}

func (s *Study) poolGroups(groups []Group, h int) {
	var at []int
	var effects []Interval
	for i, g := range groups {
		if e := g.Effects[h].Hours; e.SE > 0 {
			at, effects = append(at, i), append(effects, e)
		}
	}
	for j, pooled := range Pool(effects, s.o.Level) {
		groups[at[j]].Effects[h].Pooled = pooled
	}
}

// Pool draws estimates of the same sort towards their common mean, the more the
// less certain each is and the less they truly differ:
//
//	y_g ~ N(θ_g, s_g²),  θ_g ~ N(μ, τ²),  flat on μ and on τ ≥ 0
//
// Value, Low and High are the mean and the equal-tailed interval of θ_g given
// all estimates, integrated over μ exactly and over τ on a grid, so that not
// knowing τ is part of the interval (Gelman 2006; Röver 2020). Fewer than three
// estimates are returned as they are. Every SE must be above 0.
func Pool(y []Interval, level float64) []Interval {
	if len(y) < minPooled {
		return slices.Clone(y)
	}
	grid := spreadGrid(y)
	mean, variance := make([][]float64, len(y)), make([][]float64, len(y)) // of each θ given τ
	logs := make([]float64, len(grid))
	for t, tau := range grid {
		mu, muVar, log := marginal(y, tau)
		logs[t] = log
		for g, e := range y {
			v := e.SE * e.SE
			keep := tau * tau / (tau*tau + v) // of the own estimate
			mean[g] = append(mean[g], mu+keep*(e.Value-mu))
			variance[g] = append(variance[g], keep*v+(1-keep)*(1-keep)*muVar)
		}
	}
	weight := normalise(logs)
	out := make([]Interval, len(y))
	for g := range y {
		out[g] = mixture(weight, mean[g], variance[g], level)
	}
	return out
}

// spreadGrid covers τ from 0 to where the posterior is spent: ten times the
// estimates' range or their largest standard error, denser near 0.
func spreadGrid(y []Interval) []float64 {
	low, high, se := math.Inf(1), math.Inf(-1), 0.0
	for _, e := range y {
		low, high, se = min(low, e.Value), max(high, e.Value), max(se, e.SE)
	}
	grid := make([]float64, gridSize)
	for i := range grid {
		u := (float64(i) + 0.5) / gridSize
		grid[i] = 10 * max(high-low, se) * u * u
	}
	return grid
}

// marginal returns the mean and variance of μ given τ, and the log density of τ
// on the grid (whose points are u² apart: the Jacobian is √τ).
func marginal(y []Interval, tau float64) (mu, muVar, log float64) {
	var weights, sum float64
	for _, e := range y {
		w := 1 / (e.SE*e.SE + tau*tau)
		weights += w
		sum += w * e.Value
		log += math.Log(w) / 2
	}
	mu, muVar = sum/weights, 1/weights
	for _, e := range y {
		d := e.Value - mu
		log -= d * d / (2 * (e.SE*e.SE + tau*tau))
	}
	return mu, muVar, log - math.Log(weights)/2 + math.Log(tau)/2
}

func normalise(logs []float64) []float64 {
	top := slices.Max(logs)
	out := make([]float64, len(logs))
	var sum float64
	for i, l := range logs {
		out[i] = math.Exp(l - top)
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// mixture summarises Σ wₜ N(mₜ, vₜ); its quantiles are found by bisection.
func mixture(w, m, v []float64, level float64) Interval {
	var mean, second float64
	low, high := math.Inf(1), math.Inf(-1)
	for t := range w {
		mean += w[t] * m[t]
		second += w[t] * (v[t] + m[t]*m[t])
		reach := 10 * math.Sqrt(v[t])
		low, high = min(low, m[t]-reach), max(high, m[t]+reach)
	}
	quantile := func(p float64) float64 {
		a, b := low, high
		for range 50 { // 2⁻⁵⁰ of the range
			x, below := (a+b)/2, 0.0
			for t := range w {
				below += w[t] * distuv.UnitNormal.CDF((x-m[t])/math.Sqrt(v[t]))
			}
			if below < p {
				a = x
			} else {
				b = x
			}
		}
		return (a + b) / 2
	}
	tail := (1 - level) / 2
	return Interval{mean, math.Sqrt(max(second-mean*mean, 0)), quantile(tail), quantile(1 - tail)}
}
