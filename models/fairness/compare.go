package fairness

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
)

const (
	panicLength = "fairness: slice lengths do not agree"
	// The defaults are chosen: 30 persons and 20 events are the least at which the bootstrap intervals of simulated groups held what they promise.
	defaultTopShare   = 0.1
	defaultLevel      = 0.95
	defaultResamples  = 400
	defaultMinPersons = 30
	defaultMinEvents  = 20
)

// Errors that the data can cause.
var (
	// ErrEmpty is returned where there are no rows.
	ErrEmpty = errors.New("fairness: no rows")
	// ErrRange is returned for an estimate or outcome that cannot be.
	ErrRange = errors.New("fairness: value out of range")
)

// Compare compares each group of each grouping with the others, by all measures.
// It panics when lengths do not agree. Findings are in the order of the groupings,
// then of the groups' names, then of the measures.
func Compare(s Sample, groupings []Grouping, limits []Limit, o Options) ([]Finding, error) {
	o = o.withDefaults()
	e, err := newEvaluation(s, groupings, o)
	if err != nil {
		return nil, err
	}
	findings := e.findings(limits)
	e.estimate(findings)
	return findings, nil
}

func (o Options) withDefaults() Options {
	o.TopShare = cmp.Or(o.TopShare, defaultTopShare)
	o.Level = cmp.Or(o.Level, defaultLevel)
	o.Resamples = cmp.Or(o.Resamples, defaultResamples)
	o.MinPersons = cmp.Or(o.MinPersons, defaultMinPersons)
	o.MinEvents = cmp.Or(o.MinEvents, defaultMinEvents)
	o.Workers = cmp.Or(o.Workers, runtime.GOMAXPROCS(0))
	return o
}

func (o Options) measures() []Measure {
	if o.IsAmount {
		return []Measure{CalibrationRatio}
	}
	return []Measure{CalibrationRatio, AUCGap, MissedGap}
}

// evaluation is the sample in descending order of the estimates.
type evaluation struct {
	o       Options
	p, y    []float64
	person  []int32 // dense
	persons int
	tie     []int // start of each run of equal estimates, then the number of rows
	sides   []side
}

// side is a grouping, by number.
type side struct {
	name   string
	values []string
	of     []int32 // by row of the evaluation; -1 where not known
}

func newEvaluation(s Sample, groupings []Grouping, o Options) (*evaluation, error) {
	n := len(s.Expected)
	if len(s.Outcome) != n || len(s.Person) != n {
		panic(panicLength)
	}
	if n == 0 {
		return nil, ErrEmpty
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
		p, y := s.Expected[i], s.Outcome[i]
		isRight := p >= 0 && !math.IsInf(p, 1) && y >= 0 && !math.IsInf(y, 1)
		if !isRight || !o.IsAmount && (p > 1 || y != 0 && y != 1) {
			return nil, fmt.Errorf("row %d: estimate %v, outcome %v: %w", i, p, y, ErrRange)
		}
	}
	// Person last, so that the order of the rows given does not matter.
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(s.Expected[b], s.Expected[a]), cmp.Compare(s.Person[a], s.Person[b]), cmp.Compare(s.Outcome[a], s.Outcome[b]))
	})
	e := &evaluation{o: o}
	e.arrange(s, order)
	for _, g := range groupings {
		if len(g.Of) != n {
			panic(panicLength)
		}
		e.sides = append(e.sides, newSide(g, order))
	}
	return e, nil
}

func (e *evaluation) arrange(s Sample, order []int) {
	// Persons are numbered by their own order, so that the draws do not depend on that of the rows.
	ids := slices.Compact(slices.Sorted(slices.Values(s.Person)))
	e.persons = len(ids)
	for at, i := range order {
		number, _ := slices.BinarySearch(ids, s.Person[i])
		if at == 0 || s.Expected[i] != e.p[at-1] {
			e.tie = append(e.tie, at)
		}
		e.p, e.y, e.person = append(e.p, s.Expected[i]), append(e.y, s.Outcome[i]), append(e.person, int32(number))
	}
	e.tie = append(e.tie, len(order))
}

func newSide(g Grouping, order []int) side {
	values := slices.Compact(slices.Sorted(slices.Values(g.Of)))
	values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
	out := side{name: g.Name, values: values, of: make([]int32, len(order))}
	for at, i := range order {
		number, ok := slices.BinarySearch(values, g.Of[i])
		if !ok {
			number = -1
		}
		out.of[at] = int32(number)
	}
	return out
}

// findings are the comparisons to make, in the order of [evaluation.measure], with
// their limits.
func (e *evaluation) findings(limits []Limit) []Finding {
	var out []Finding
	for _, side := range e.sides {
		counts := e.count(side)
		for g, value := range side.values {
			for _, m := range e.o.measures() {
				f := Finding{
					Group: side.name, Value: value, Measure: m, Lowest: math.Inf(-1), Highest: math.Inf(1),
					Rows: counts[g].rows, Persons: counts[g].persons, Events: counts[g].events,
				}
				for _, l := range limits {
					if l.Group == f.Group && l.Measure == m {
						f.Lowest, f.Highest = l.Lowest, l.Highest
					}
				}
				f.IsTooFew = e.tooFew(counts[g]) || e.tooFew(others(counts, g))
				out = append(out, f)
			}
		}
	}
	return out
}

type tally struct{ rows, persons, events int }

// count counts each group; a person whose group has changed counts in both.
func (e *evaluation) count(s side) []tally {
	out := make([]tally, len(s.values))
	seen := make([]map[int32]struct{}, len(s.values))
	for i, g := range s.of {
		if g < 0 {
			continue
		}
		if seen[g] == nil {
			seen[g] = map[int32]struct{}{}
		}
		seen[g][e.person[i]] = struct{}{}
		out[g].rows++
		if e.y[i] == 1 && !e.o.IsAmount {
			out[g].events++
		}
	}
	for g := range out {
		out[g].persons = len(seen[g])
	}
	return out
}

func others(counts []tally, but int) (out tally) {
	for g, c := range counts {
		if g != but {
			out.rows, out.persons, out.events = out.rows+c.rows, out.persons+c.persons, out.events+c.events
		}
	}
	return out
}

func (e *evaluation) tooFew(t tally) bool {
	return t.persons < e.o.MinPersons || !e.o.IsAmount && min(t.events, t.rows-t.events) < e.o.MinEvents
}
