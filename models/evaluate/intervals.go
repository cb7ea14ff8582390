package evaluate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

const lineGroups = 1000 // groups of neighbouring scores for the calibration line in a resample

// Options steer a report. The zero value is the usual one.
type Options struct {
	Bins      int       // of ECE; 0 means 20
	Top       []float64 // the k of each capture, a sum of weights
	Resamples int       // of the bootstrap; 0 means 500, negative means no intervals
	Level     float64   // of the intervals; 0 means 0.95
	Seed      uint64
	Workers   int // goroutines; 0 means GOMAXPROCS. Does not change the answer
}

// Metric is one row of an evaluation: a named number with its interval.
type Metric struct {
	Name      string  // e.g. "auc", "captured_100"
	Value     float64 // on the whole sample
	Low, High float64 // interval; NaN when not asked for or not to be had
}

// Report evaluates a sample: rows, persons, prevalence, auc, auprc, brier,
// log_loss, ece, calibration_slope, calibration_intercept, observed_expected,
// and for each k in Top captured_k, precision_k and lift_k. Measures that the
// sample does not define (those that need both outcomes, when there is one) are
// left out.
func Report(s Sample, o Options) ([]Metric, error) {
	sorted, err := Sort(s)
	if err != nil {
		return nil, err
	}
	return sorted.Intervals(o), nil
}

// Intervals is Report on a sample that is already sorted.
func (s *Sorted) Intervals(o Options) []Metric {
	o = o.withDefaults()
	e := s.newEvaluation(o)
	value := e.measure(s.w, calibration{s.logOdds, s.y, s.w}, start{slope: 1})
	low, high := nans(len(value)), nans(len(value))
	if o.Resamples > 0 {
		e.bootstrap(o, low, high)
	}
	out := []Metric{
		{"rows", float64(s.Rows()), math.NaN(), math.NaN()},
		{"persons", float64(s.Persons()), math.NaN(), math.NaN()},
	}
	for j, name := range e.names {
		if !math.IsNaN(value[j]) && !math.IsInf(value[j], 0) {
			out = append(out, Metric{name, value[j], low[j], high[j]})
		}
	}
	return out
}

func (o Options) withDefaults() Options {
	o.Bins = defaultBins(o.Bins)
	if o.Resamples == 0 {
		o.Resamples = 500
	}
	if o.Level == 0 {
		o.Level = 0.95
	}
	if !(o.Level > 0 && o.Level < 1) {
		panic(panicLevel)
	}
	for _, k := range o.Top {
		if !(k > 0) {
			panic(panicTop)
		}
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	return o
}

func nans(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.NaN()
	}
	return out
}

// evaluation is what the resamples share.
type evaluation struct {
	s      *Sorted
	o      Options
	names  []string
	group  []int32   // of each row, for the calibration line
	centre []float64 // mean log-odds of each group
	begin  start     // the full sample's calibration line
}

func (s *Sorted) newEvaluation(o Options) *evaluation {
	e := &evaluation{s: s, o: o, begin: start{slope: 1}}
	e.names = []string{
		"prevalence", "auc", "auprc", "brier", "log_loss", "ece",
		"calibration_slope", "calibration_intercept", "observed_expected",
	}
	for _, k := range o.Top {
		e.names = append(e.names, fmt.Sprintf("captured_%g", k), fmt.Sprintf("precision_%g", k), fmt.Sprintf("lift_%g", k))
	}
	groups := min(lineGroups, len(s.p))
	e.group, e.centre = make([]int32, len(s.p)), make([]float64, groups)
	weight := make([]float64, groups)
	for i := range s.p {
		g := i * groups / len(s.p)
		e.group[i] = int32(g)
		e.centre[g] += s.w[i] * s.logOdds[i]
		weight[g] += s.w[i]
	}
	for g := range e.centre {
		e.centre[g] /= weight[g]
	}
	return e
}

// measure returns the value of each name under weights w; line holds the rows
// or groups that the calibration line is fitted on.
func (e *evaluation) measure(w []float64, line calibration, begin start) []float64 {
	s := e.s
	var events, total float64
	for i, y := range s.y {
		events += w[i] * y
		total += w[i]
	}
	out := append(make([]float64, 0, len(e.names)), events/total, math.NaN(), math.NaN(),
		s.brier(w), s.meanLogLoss(w), s.ece(w, e.o.Bins), math.NaN(), math.NaN(), s.observedExpected(w))
	if events <= 0 || events >= total {
		return append(out, nans(len(e.names)-len(out))...)
	}
	out[1], out[2] = s.auc(w), s.auprc(w)
	if l, err := line.fit(&begin); err == nil {
		out[6], out[7] = l.Slope, l.Intercept
	}
	whole := sum(s.w)
	for _, k := range e.o.Top {
		c := s.top(w, k*total/whole) // the same share of a resample that is a little larger or smaller
		out = append(out, c.Captured, c.Precision, c.Lift)
	}
	return out
}

// bootstrap fills the interval of each name by resampling persons.
func (e *evaluation) bootstrap(o Options, low, high []float64) {
	full := calibration{e.s.logOdds, e.s.y, e.s.w}
	if _, err := full.fit(&e.begin); err != nil {
		e.begin = start{slope: 1}
	}
	results := make([][]float64, o.Resamples)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(o.Workers, o.Resamples) {
		wg.Go(func() {
			count, w := make([]uint32, e.s.persons), make([]float64, len(e.s.p))
			for r := int(next.Add(1)) - 1; r < o.Resamples; r = int(next.Add(1)) - 1 {
				results[r] = e.resample(rand.New(rand.NewPCG(o.Seed, uint64(r))), count, w)
			}
		})
	}
	wg.Wait()
	for j := range low {
		var values []float64
		for _, r := range results {
			if !math.IsNaN(r[j]) && !math.IsInf(r[j], 0) {
				values = append(values, r[j])
			}
		}
		slices.Sort(values)
		low[j], high[j] = Quantile(values, (1-o.Level)/2), Quantile(values, (1+o.Level)/2)
	}
}

func (e *evaluation) resample(rng *rand.Rand, count []uint32, w []float64) []float64 {
	clear(count)
	for range count {
		count[rng.Uint32N(uint32(len(count)))]++
	}
	line := calibration{e.centre, make([]float64, len(e.centre)), make([]float64, len(e.centre))}
	for i, g := range e.s.person {
		w[i] = e.s.w[i] * float64(count[g])
		line.y[e.group[i]] += w[i] * e.s.y[i]
		line.w[e.group[i]] += w[i]
	}
	for g, weight := range line.w {
		if weight > 0 {
			line.y[g] /= weight
		}
	}
	return e.measure(w, line, e.begin)
}
