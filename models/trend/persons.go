package trend

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"

	"gonum.org/v1/gonum/stat/distuv"
)

// Panel is many short series of the same months, such as the last twelve of each
// client on a list.
type Panel struct {
	Months int
	Values []float64 // person × month, one person after the other; NaN = missing
}

// PersonOptions steer PersonTrends. The zero value is usual.
type PersonOptions struct {
	Confidence  float64 // 0 means 0.95
	MinMonths   int     // known months for a slope, at least 4; 0 means 6
	StableShare float64 // as in Options; 0 means 0.005
}

// PersonTrend is the course of one person over the panel's months.
type PersonTrend struct {
	Verdict Verdict  // TooShort, Uncertain, Stable, Rising or Falling
	Slope   Interval // per month
	Change  Interval // over the panel: Slope · (Months − 1)
	Level   float64  // of the line, in the last month of the panel
	P       float64  // two-sided, of no slope
	Known   int      // months
}

// Pooled is what persons lend each other.
type Pooled struct {
	Autocorrelation float64 // of neighbouring months
	Spread          float64 // variance per unit of level
	LeastLevel      float64 // levels below count as this for the variance
	Persons         int     // that it is measured on
}

// Persons is what PersonTrends returns.
type Persons struct {
	Trends []PersonTrend
	Pooled Pooled
}

const (
	priorFree    = 4.0 // months that the pooled variance weighs against a person's own; chosen
	longestPanel = 120 // months
	chunk        = 1024
)

// PersonTrends gives each person of a panel a robust slope with an interval: Sen's
// slope, a variance between the person's own and what is usual at the level (Smyth
// 2004), and one autocorrelation for all. Change points, season and odd months need longer
// series and are not looked for; a person whose hours moved in one step shows a
// slope.
func PersonTrends(p Panel, o PersonOptions) (Persons, error) {
	if o.Confidence == 0 {
		o.Confidence = 0.95
	}
	if o.MinMonths == 0 {
		o.MinMonths = 6
	}
	if o.StableShare == 0 {
		o.StableShare = stableShare
	}
	if err := o.validate(p); err != nil {
		return Persons{}, err
	}
	n := len(p.Values) / p.Months
	lines := make([]personLine, n)
	p.each(n, func(i int, s *scratch) { lines[i] = s.line(p.row(i), o.MinMonths) })
	out := Persons{Trends: make([]PersonTrend, n), Pooled: pool(lines, p.Months)}
	j := newJudge(out.Pooled, p.Months, o)
	p.each(n, func(i int, s *scratch) { out.Trends[i] = j.trend(lines[i], s.known(p.row(i))) })
	return out, nil
}

func (o PersonOptions) validate(p Panel) error {
	var faults []error
	if !(o.Confidence > 0 && o.Confidence < 1) {
		faults = append(faults, fmt.Errorf("trend: confidence %v is not between 0 and 1", o.Confidence))
	}
	if o.MinMonths < 4 {
		faults = append(faults, fmt.Errorf("trend: MinMonths %d is below 4", o.MinMonths))
	}
	if !(o.StableShare > 0) || math.IsInf(o.StableShare, 0) {
		faults = append(faults, fmt.Errorf("trend: StableShare %v is not positive", o.StableShare))
	}
	if p.Months < 4 || p.Months > longestPanel {
		return errors.Join(append(faults, fmt.Errorf("trend: a panel of %d months, outside 4 to %d", p.Months, longestPanel))...)
	}
	if len(p.Values)%p.Months != 0 {
		faults = append(faults, fmt.Errorf("trend: %d values do not make rows of %d months", len(p.Values), p.Months))
	}
	for i, v := range p.Values {
		if math.IsInf(v, 0) || math.Abs(v) > 1e150 {
			faults = append(faults, fmt.Errorf("trend: value %v of person %d in month %d is not finite", v, i/p.Months, i%p.Months))
			break
		}
	}
	return errors.Join(faults...)
}

func (p Panel) row(i int) []float64 { return p.Values[i*p.Months : (i+1)*p.Months] }

// each runs f for every person, in chunks over the cores; persons do not meet.
func (p Panel) each(n int, f func(i int, s *scratch)) {
	next := make(chan int)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			var s scratch
			for from := range next {
				for i := from; i < min(from+chunk, n); i++ {
					f(i, &s)
				}
			}
		})
	}
	for from := 0; from < n; from += chunk {
		next <- from
	}
	close(next)
	group.Wait()
}

// judge turns lines into trends.
type judge struct {
	pooled      Pooled
	months      int
	stable      float64
	correlation []float64 // by months apart
	student     []distuv.StudentsT
	quantile    []float64 // by known months
}

func newJudge(p Pooled, months int, o PersonOptions) *judge {
	j := &judge{pooled: p, months: months, stable: o.StableShare, correlation: powers(p.Autocorrelation, months)}
	for n := range months + 1 {
		t := distuv.StudentsT{Sigma: 1, Nu: priorFree + math.Max(1, float64(n-2))}
		j.student, j.quantile = append(j.student, t), append(j.quantile, t.Quantile(0.5+o.Confidence/2))
	}
	return j
}

func (j *judge) trend(l personLine, month []int) PersonTrend {
	if !l.ok {
		return PersonTrend{Verdict: TooShort, Slope: unknown(), Change: unknown(), Level: math.NaN(), P: math.NaN(), Known: l.known}
	}
	out := PersonTrend{Known: l.known, Level: l.middle + l.slope*(float64(j.months-1)-l.centre)}
	f := factorsOf(month, j.correlation)
	own := l.rss / f.residual
	usual := j.pooled.Spread * math.Max(math.Abs(l.middle), j.pooled.LeastLevel)
	free := float64(l.known - 2)
	variance := (priorFree*usual + free*own) / (priorFree + free)
	se := math.Sqrt(senEfficiency * variance * f.slope)
	width := j.quantile[l.known] * se
	out.Slope = Interval{l.slope, l.slope - width, l.slope + width}
	span := float64(j.months - 1)
	out.Change = Interval{span * l.slope, span * out.Slope.Low, span * out.Slope.High}
	out.P = 1
	if l.slope != 0 {
		out.P = 2 * j.student[l.known].CDF(-math.Abs(l.slope)/se)
	}
	still := j.stable * math.Abs(out.Level)
	switch {
	case out.Slope.Low > 0:
		out.Verdict = Rising
	case out.Slope.High < 0:
		out.Verdict = Falling
	case out.Slope.Low >= -still && out.Slope.High <= still:
		out.Verdict = Stable
	default:
		out.Verdict = Uncertain
	}
	return out
}
