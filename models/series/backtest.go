package series

import (
	"errors"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
)

// Series is one series with its name. NaN is a missing month.
type Series struct {
	Name   string
	Values []float64 // by month
}

// Named is a method with the name it is reported under.
type Named struct {
	Name   string
	Method Method
}

// BacktestOptions steer a back-test. The zero value holds back the last twelve
// months once.
type BacktestOptions struct {
	Period  int // months in a season; 0 means 12
	Horizon int // months ahead; 0 means 12
	Origins int // months from which is forecast, the last leaving Horizon months; 0 means 1
	Step    int // months between origins; 0 means 1
	Workers int // goroutines; 0 means GOMAXPROCS. Does not change the answer
}

// Score is what a method reached, as means over the series, each of which counts
// once however many origins or known months it has.
type Score struct {
	Method     string
	MASE       float64 // NaN when no series has a scale
	SMAPE      float64 // percent, 0 to 200
	MAE        float64 // in the unit of the series
	Coverage80 float64 // share of actuals within the 80 % interval
	Series     int     // that were forecast
	Unscaled   int     // of them without MASE: the season never changed in the months to learn from
	Failed     int     // series that could not be forecast
}

// Result is what a method reached on one series, as means over its origins.
type Result struct {
	Series, Method               string
	MASE, SMAPE, MAE, Coverage80 float64  // NaN when unknown
	Notes                        []string // of the fit at the last origin
	Err                          error    // why there is no score; nil if there is
}

// Report is the outcome of a back-test.
type Report struct {
	Methods []Score  // in the order of the methods
	Series  []Result // by series, then method
}

// ErrNoOrigin is returned when no month to forecast from leaves enough to learn
// from and a known value to compare with.
var ErrNoOrigin = errors.New("series: no origin with values before and after it")

// Backtest forecasts each series by each method from months in its own past,
// learning only from what came before, and compares with what came. The errors
// are
//
//	MASE  = mean |y − ŷ| / mean |y(t) − y(t−m)|, the latter over the months to learn from
//	SMAPE = 100 · mean 2|y − ŷ| / (|y| + |ŷ|), 0 where both are 0
//
// (Hyndman and Koehler 2006; Makridakis 1993). It returns ErrNoData without
// series or methods, and ErrNoOrigin when no series can be judged.
func Backtest(set []Series, methods []Named, o BacktestOptions) (Report, error) {
	o = o.withDefaults()
	if len(set) == 0 || len(methods) == 0 {
		return Report{}, ErrNoData
	}
	out := Report{Series: make([]Result, len(set)*len(methods))}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(o.Workers, len(set)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(set); i = int(next.Add(1)) - 1 {
				for m, method := range methods {
					out.Series[i*len(methods)+m] = judge(set[i], method, o)
				}
			}
		})
	}
	wg.Wait()
	for m, method := range methods {
		score := Score{Method: method.Name}
		for i := range set {
			score.add(out.Series[i*len(methods)+m])
		}
		score.divide()
		out.Methods = append(out.Methods, score)
	}
	for _, s := range out.Series {
		if s.Err == nil {
			return out, nil
		}
	}
	return out, ErrNoOrigin
}

func (o BacktestOptions) withDefaults() BacktestOptions {
	for _, v := range []int{o.Period, o.Horizon, o.Origins, o.Step} {
		if v < 0 {
			panic(panicHorizon)
		}
	}
	set := func(v *int, to int) {
		if *v == 0 {
			*v = to
		}
	}
	set(&o.Period, defaultPeriod)
	set(&o.Horizon, defaultPeriod)
	set(&o.Origins, 1)
	set(&o.Step, 1)
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	return o
}

// judge takes the mean over the origins of one series.
func judge(s Series, method Named, o BacktestOptions) Result {
	out := Result{Series: s.Name, Method: method.Name, Err: ErrNoOrigin}
	var mase, smape, mae, coverage average
	for i := range o.Origins {
		origin := len(s.Values) - o.Horizon - i*o.Step
		if origin < leastKnown {
			break
		}
		actual := s.Values[origin : origin+o.Horizon]
		if !anyKnown(actual) {
			continue
		}
		train := s.Values[:origin:origin]
		fitted, err := method.Method.Fit(train)
		if err != nil {
			if out.Err != nil {
				out.Err = err
			}
			continue
		}
		f := fitted.Forecast(o.Horizon, []float64{0.1, 0.9})
		if out.Err != nil {
			out.Err, out.Notes = nil, Notes(fitted)
		}
		e := errorsOf(actual, f)
		mae.add(e.mae)
		smape.add(e.smape)
		coverage.add(e.coverage)
		mase.add(e.mae / seasonalScale(train, o.Period))
	}
	out.MASE, out.SMAPE, out.MAE, out.Coverage80 = mase.value(), smape.value(), mae.value(), coverage.value()
	return out
}

func anyKnown(y []float64) bool {
	for _, v := range y {
		if !math.IsNaN(v) {
			return true
		}
	}
	return false
}

type forecastErrors struct{ mae, smape, coverage float64 }

// errorsOf compares with the 10 % and 90 % quantiles; months without a value are
// left out.
func errorsOf(actual []float64, f Forecast) forecastErrors {
	var mae, smape, coverage average
	for h, y := range actual {
		if math.IsNaN(y) {
			continue
		}
		d := math.Abs(y - f.Mean[h])
		mae.add(d)
		if total := math.Abs(y) + math.Abs(f.Mean[h]); total > 0 {
			smape.add(200 * d / total)
		} else {
			smape.add(0)
		}
		inside := 0.0
		if y >= f.Quantiles[0][h] && y <= f.Quantiles[1][h] {
			inside = 1
		}
		coverage.add(inside)
	}
	return forecastErrors{mae.value(), smape.value(), coverage.value()}
}

// seasonalScale is the mean absolute difference one season apart, NaN when it is
// zero or unknown.
func seasonalScale(train []float64, period int) float64 {
	var a average
	for t := period; t < len(train); t++ {
		a.add(math.Abs(train[t] - train[t-period]))
	}
	if v := a.value(); v > 0 {
		return v
	}
	return math.NaN()
}

// average is a mean over the values that are not NaN.
type average struct {
	sum float64
	n   int
}

func (a *average) add(v float64) {
	if !math.IsNaN(v) {
		a.sum += v
		a.n++
	}
}

func (a *average) value() float64 {
	if a.n == 0 {
		return math.NaN()
	}
	return a.sum / float64(a.n)
}

// add sums up a series; divide turns sums into means.
func (s *Score) add(one Result) {
	if one.Err != nil {
		s.Failed++
		return
	}
	s.Series++
	s.SMAPE += one.SMAPE
	s.MAE += one.MAE
	s.Coverage80 += one.Coverage80
	if math.IsNaN(one.MASE) {
		s.Unscaled++
	} else {
		s.MASE += one.MASE
	}
}

func (s *Score) divide() {
	n := float64(s.Series)
	s.MASE /= n - float64(s.Unscaled)
	s.SMAPE /= n
	s.MAE /= n
	s.Coverage80 /= n
}
