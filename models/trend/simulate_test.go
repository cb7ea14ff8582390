package trend_test

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/framsyn/framsyn/models/trend"
)

// scenario is a made-up series: level 100, noise of standard deviation 1. Changes
// begin at 60 % of the months.
type scenario struct {
	name    string
	months  int
	phi     float64 // autocorrelation of the noise
	season  float64 // amplitude of a sine, standard deviations
	slope   float64 // all the time, per month
	step    float64 // standard deviations
	kink    float64 // added to the slope, per month
	missing float64 // share of months
	odd     int     // months moved by 8 standard deviations
	heavy   bool    // Student noise with 3 degrees of freedom instead of normal
	report  float64 // step at a reporting break, at 40 % of the months
	known   bool    // the reporting break is given
	common  bool    // or it shows in a reference of ten times the level, noise of 3
	spell   float64 // level for the last but one fifth of the months
	stock   int     // the series are clients instead: so many, of whom 3 % leave each month and as many come
	hours   bool    // or the hours of such clients
	told    bool    // as a stock
}

func (c scenario) at() int { return c.months * 6 / 10 }

func (c scenario) reportAt() int { return c.months * 4 / 10 }

func start() time.Time { return time.Date(2021, time.March, 1, 0, 0, 0, 0, time.UTC) }

// series number i of a scenario.
func (c scenario) series(i int) trend.Series {
	rng := rand.New(rand.NewPCG(uint64(i), 2021))
	s := trend.Series{First: start(), Values: autoregressive(rng, c.months, c.phi)}
	if c.heavy {
		for t := range s.Values {
			s.Values[t] = distuv.StudentsT{Sigma: 1, Nu: 3, Src: rng}.Rand()
		}
	}
	if c.stock > 0 {
		s.Values, s.Kind = stock(rng, c.months, c.stock), trend.Clients
		if c.hours {
			s.Values, s.Kind, s.Stock = hours(rng, c.months, c.stock), trend.Hours, c.told
		}
		for t := range s.Values {
			if t >= c.at() {
				s.Values[t] += c.step
			}
		}
		return s
	}
	shift := rng.Float64() * 12
	for t := range s.Values {
		s.Values[t] += 100 + c.slope*float64(t) + c.season*math.Sin(2*math.Pi*(float64(t)+shift)/12)
		if t >= c.at() {
			s.Values[t] += c.step + c.kink*float64(t-c.at()+1)
		}
		if t >= c.at() && t < c.months*8/10 {
			s.Values[t] += c.spell
		}
		if t >= c.reportAt() {
			s.Values[t] += c.report
		}
	}
	for range c.odd {
		s.Values[rng.IntN(c.months)] += 8 * float64(2*rng.IntN(2)-1)
	}
	for t := range s.Values {
		if rng.Float64() < c.missing {
			s.Values[t] = math.NaN()
		}
	}
	if c.known {
		s.Breaks = []int{c.reportAt()}
	}
	if c.common {
		s.Reference = autoregressive(rng, c.months, c.phi)
		for t := range s.Reference {
			s.Reference[t] = 1000 + 3*s.Reference[t]
			if t >= c.reportAt() {
				s.Reference[t] += 10 * c.report
			}
		}
	}
	return s
}

// hours draws the hours of such clients: 30 on average on a logarithmic scale, a fifth more or
// less each month, decided anew for one in twenty a month, and 3 % off in the sum.
func hours(rng *rand.Rand, months, mean int) []float64 {
	coming := distuv.Poisson{Lambda: 0.03 * float64(mean), Src: rng}
	var clients, out []float64
	enter := func(n int) {
		for range n {
			clients = append(clients, 30*math.Exp(0.8*rng.NormFloat64()))
		}
	}
	enter(mean)
	for range months {
		var sum float64
		before := clients
		clients = nil
		for _, h := range before {
			sum += h * (1 + 0.2*rng.NormFloat64())
			switch u := rng.Float64(); {
			case u < 0.03:
			case u < 0.08:
				enter(1)
			default:
				clients = append(clients, h)
			}
		}
		enter(int(coming.Rand()))
		out = append(out, sum*(1+0.03*rng.NormFloat64()))
	}
	return out
}

// stock draws clients: each leaves with probability 0.03 a month, new ones come at random
// at the same rate.
func stock(rng *rand.Rand, months, mean int) []float64 {
	out := make([]float64, months)
	coming := distuv.Poisson{Lambda: 0.03 * float64(mean), Src: rng}
	n := distuv.Poisson{Lambda: float64(mean), Src: rng}.Rand()
	for t := range out {
		out[t] = n
		left := 0.0
		for range int(n) {
			left += one(rng.Float64() < 0.03)
		}
		n += coming.Rand() - left
	}
	return out
}

func autoregressive(rng *rand.Rand, n int, phi float64) []float64 {
	out := make([]float64, n)
	v := rng.NormFloat64()
	for t := range out {
		if t > 0 {
			v = phi*v + math.Sqrt(1-phi*phi)*rng.NormFloat64()
		}
		out[t] = v
	}
	return out
}

// outcome is what came of many series of a scenario, as shares of series.
type outcome struct {
	any       float64 // some change was found, reporting breaks not counted
	extra     float64 // a change more than three months from a true one
	step      float64 // a level shift within one month of the true place
	near      float64 // any change within six months of the true place
	reporting float64 // the reporting break is noted as such
	season    float64
	odd       float64 // months per series
	cover95   float64 // the current slope lies in its interval
	cover80   float64
	level95   float64 // months whose true level lies in its interval
	slope     float64 // verdict rising or falling
	rmse      float64 // of the current slope
}

// run fits so many series; twice, for the intervals of 80 %, if both is set.
func (c scenario) run(tb testing.TB, series int, both bool) outcome {
	tb.Helper()
	results := make([]outcome, series)
	var group sync.WaitGroup
	cores := runtime.GOMAXPROCS(0)
	for g := range cores {
		group.Go(func() {
			for i := g; i < series; i += cores {
				results[i] = c.one(tb, i, both)
			}
		})
	}
	group.Wait()
	var sum outcome
	for _, r := range results {
		n := float64(series)
		sum.any, sum.extra, sum.step, sum.near = sum.any+r.any/n, sum.extra+r.extra/n, sum.step+r.step/n, sum.near+r.near/n
		sum.reporting, sum.season, sum.odd = sum.reporting+r.reporting/n, sum.season+r.season/n, sum.odd+r.odd/n
		sum.cover95, sum.cover80, sum.level95 = sum.cover95+r.cover95/n, sum.cover80+r.cover80/n, sum.level95+r.level95/n
		sum.slope, sum.rmse = sum.slope+r.slope/n, sum.rmse+r.rmse*r.rmse/n
	}
	sum.rmse = math.Sqrt(sum.rmse)
	return sum
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func (c scenario) one(tb testing.TB, i int, both bool) outcome {
	tb.Helper()
	s := c.series(i)
	got, err := trend.Fit(s, trend.Options{})
	if err != nil {
		tb.Error(err)
		return outcome{}
	}
	var out outcome
	changed := c.step != 0 || c.kink != 0 || c.spell != 0
	for _, v := range got.Changes {
		if v.Kind == trend.ReportingBreak {
			out.reporting = one(abs(v.At-c.reportAt()) <= 1)
			continue
		}
		out.any = 1
		away := abs(v.At - c.at())
		if c.spell != 0 {
			away = min(away, abs(v.At-c.months*8/10))
		}
		if !changed || away > 6 {
			out.extra = 1
		}
		out.near = max(out.near, one(changed && away <= 6))
		out.step = max(out.step, one(away <= 1 && v.Kind != trend.SlopeChange))
	}
	truth := c.slope + c.kink
	slope := got.Summary.Slope
	out.rmse = slope.Value - truth
	out.cover95 = one(slope.Low <= truth && truth <= slope.High)
	if both {
		narrow, err := trend.Fit(s, trend.Options{Confidence: 0.8})
		if err != nil {
			tb.Error(err)
		}
		out.cover80 = one(narrow.Summary.Slope.Low <= truth && truth <= narrow.Summary.Slope.High)
	}
	out.season, out.slope = one(got.Season.Found), one(got.Summary.BeyondChance())
	for t, m := range got.Months {
		level := 100 + c.slope*float64(t)
		if t >= c.at() {
			level += c.step + c.kink*float64(t-c.at()+1)
		}
		if t >= c.reportAt() {
			level += c.report
		}
		if t >= c.at() && t < c.months*8/10 {
			level += c.spell
		}
		out.level95 += one(m.Level.Low <= level && level <= m.Level.High) / float64(c.months)
		out.odd += one(m.Odd)
	}
	return out
}

func abs(v int) int { return max(v, -v) }
