package survival

import (
	"math"
	"slices"
	"sort"
)

// Concord is Harrell's concordance: the share of comparable pairs in which the
// one with the higher risk had the event first, ties of risk counted half.
type Concord struct {
	C          float64
	SE         float64 // infinitesimal jackknife, summed by Person
	Comparable float64 // weight of comparable pairs
}

// Concordance compares each event of the cause (0 = any) with the rows that were
// under observation at its time, entry times included, and whose own event, if
// any, came later. Events at the same time are not compared; a row censored at
// the time of an event outlived it. Risk is on any scale, higher is worse. It
// panics when lengths do not agree, and takes O(n log n).
func Concordance(s Sample, risk []float64, cause int) (Concord, error) {
	if len(risk) != len(s.Exit) {
		panic(panicLength)
	}
	if err := s.Validate(); err != nil {
		return Concord{}, err
	}
	for i, r := range risk {
		if math.IsNaN(r) && s.weight(i) > 0 {
			return Concord{}, &RowError{Row: i, Text: "risk is NaN; leave the row out"}
		}
	}
	p := &pairs{s: s, cause: cause, rank: ranks(risk), won: make([]float64, len(risk)), all: make([]float64, len(risk))}
	p.asEvents()
	var won, all float64
	for i := range p.all {
		won, all = won+s.weight(i)*p.won[i], all+s.weight(i)*p.all[i]
	}
	if all == 0 {
		return Concord{}, ErrNoPairs
	}
	p.asOthers()
	influence := make([]float64, len(risk))
	for i := range influence {
		influence[i] = s.weight(i) * (p.won[i] - won/all*p.all[i]) / all
	}
	return Concord{C: won / all, SE: math.Sqrt(s.clusterSquares(influence)), Comparable: all}, nil
}

// pairs gathers, for each row, the weight of the rows it is compared with and of
// those among them where risk and time agree.
type pairs struct {
	s        Sample
	cause    int
	rank     []int // of the risk, from 1; equal risks have one rank
	won, all []float64
}

// ranks numbers the distinct values from 1.
func ranks(v []float64) []int {
	distinct := slices.Clone(v)
	slices.Sort(distinct)
	distinct = slices.Compact(distinct)
	out := make([]int, len(v))
	for i, a := range v {
		out[i] = sort.SearchFloat64s(distinct, a) + 1
	}
	return out
}

// asEvents goes back in time with the ranks of those at risk, and compares each
// event with them.
func (p *pairs) asEvents() {
	s := p.s
	byExit, byEntry := s.order()
	slices.Reverse(byExit)
	slices.Reverse(byEntry)
	atRisk := newTree(len(p.rank))
	left := 0
	for at := 0; at < len(byExit); {
		t, from := s.Exit[byExit[at]], at
		for ; at < len(byExit) && s.Exit[byExit[at]] == t; at++ {
			if i := byExit[at]; !s.is(i, p.cause) {
				atRisk.add(p.rank[i], s.weight(i))
			}
		}
		for ; left < len(byEntry) && s.entry(byEntry[left]) >= t; left++ {
			atRisk.add(p.rank[byEntry[left]], -s.weight(byEntry[left]))
		}
		for _, i := range byExit[from:at] {
			if s.is(i, p.cause) {
				p.compare(i, atRisk, 1, true)
			}
		}
		for _, i := range byExit[from:at] {
			if s.is(i, p.cause) {
				atRisk.add(p.rank[i], s.weight(i))
			}
		}
	}
}

// asOthers goes forward with the ranks of the events, and compares each row with
// those within its time at risk.
func (p *pairs) asOthers() {
	s := p.s
	byExit, byEntry := s.order()
	events := newTree(len(p.rank))
	in := 0
	for at := 0; at < len(byExit); {
		t, from := s.Exit[byExit[at]], at
		for ; in < len(byEntry) && s.entry(byEntry[in]) < t; in++ {
			p.compare(byEntry[in], events, -1, false) // what came before it entered
		}
		for ; at < len(byExit) && s.Exit[byExit[at]] == t; at++ {
			if i := byExit[at]; s.is(i, p.cause) {
				p.compare(i, events, 1, false)
			}
		}
		for _, i := range byExit[from:at] {
			if s.is(i, p.cause) {
				events.add(p.rank[i], s.weight(i))
			}
		}
		for _, i := range byExit[from:at] {
			if !s.is(i, p.cause) {
				p.compare(i, events, 1, false)
			}
		}
	}
}

// compare adds sign times the comparison of row i with those in the tree. The
// event should have the higher risk.
func (p *pairs) compare(i int, others tree, sign float64, event bool) {
	below := others.sum(p.rank[i] - 1)
	upTo := others.sum(p.rank[i])
	all := others.sum(len(others) - 1)
	won := below
	if !event {
		won = all - upTo
	}
	p.won[i] += sign * (won + (upTo-below)/2)
	p.all[i] += sign * all
}

// tree holds sums by rank so that they and their running totals change and are
// read in logarithmic time (Fenwick 1994).
type tree []float64

func newTree(n int) tree { return make(tree, n+1) }

func (t tree) add(rank int, v float64) {
	for ; rank < len(t); rank += rank & -rank {
		t[rank] += v
	}
}

func (t tree) sum(rank int) float64 {
	var out float64
	for ; rank > 0; rank -= rank & -rank {
		out += t[rank]
	}
	return out
}
