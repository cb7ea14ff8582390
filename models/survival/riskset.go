package survival

import (
	"math"
	"slices"
	"sort"
)

// tally is what happens at one distinct time of events.
type tally struct {
	time   float64
	atRisk float64   // weight at risk just before
	events float64   // weight of events of all causes
	left   float64   // atRisk − events; exactly 0 when nobody is left
	cause  []float64 // weight of events by cause − 1
}

// tallies sweeps through time. Counts beside the weights tell when a risk set is
// empty, which sums of weights, being rounded, do not.
func tallies(s Sample) []tally {
	byExit, byEntry := s.order()
	causes := s.causes()
	var out []tally
	var weight float64
	var count, in int
	for at := 0; at < len(byExit); {
		t := s.Exit[byExit[at]]
		for ; in < len(byEntry) && s.entry(byEntry[in]) < t; in++ {
			weight += s.weight(byEntry[in])
			count++
		}
		k := tally{time: t, atRisk: weight, cause: make([]float64, causes)}
		events, gone, leaving := 0, 0, 0.
		for ; at < len(byExit) && s.Exit[byExit[at]] == t; at++ {
			i := byExit[at]
			gone++
			leaving += s.weight(i)
			if s.Event[i] > 0 {
				events++
				k.events += s.weight(i)
				k.cause[s.Event[i]-1] += s.weight(i)
			}
		}
		if k.left = max(0, weight-k.events); events == count {
			k.left, k.atRisk = 0, k.events
		}
		if events > 0 {
			out = append(out, k)
		}
		weight, count = weight-leaving, count-gone
		if count == 0 {
			weight = 0
		}
	}
	return out
}

// order lists the rows of positive weight by exit and by entry.
func (s Sample) order() (byExit, byEntry []int) {
	for i := range s.Exit {
		if s.weight(i) > 0 {
			byExit = append(byExit, i)
		}
	}
	byEntry = slices.Clone(byExit)
	sortBy(byExit, func(i int) float64 { return s.Exit[i] })
	sortBy(byEntry, s.entry)
	return byExit, byEntry
}

// sortBy sorts rows ascending by a value, rows of the same value as they were.
func sortBy(rows []int, value func(int) float64) {
	slices.SortStableFunc(rows, func(a, b int) int {
		switch va, vb := value(a), value(b); {
		case va < vb:
			return -1
		case va > vb:
			return 1
		}
		return 0
	})
}

// upTo is the number of ascending times that are at most t.
func upTo(times []float64, t float64) int {
	return sort.Search(len(times), func(i int) bool { return times[i] > t })
}

// normal is the two-sided quantile of the standard normal distribution.
func normal(level float64) float64 {
	if !(level > 0 && level < 1) {
		panic(panicLevel)
	}
	return math.Sqrt2 * math.Erfinv(level)
}

// logLog is the interval of a survival probability on the scale log(−log S).
func logLog(survival, se, level float64) (low, high float64) {
	z := normal(level)
	if survival <= 0 || survival >= 1 {
		return survival, survival
	}
	spread := math.Exp(z * se / (survival * -math.Log(survival)))
	return math.Pow(survival, spread), math.Pow(survival, 1/spread)
}
