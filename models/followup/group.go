package followup

import (
	"fmt"
	"math"
	"slices"
)

// Effect is a group at a horizon. Hours are hours per month, changes against
// the window before the start; events are shares.
type Effect struct {
	Months   int
	Cases    int     // followed to the horizon, with controls
	Persons  int     // among them
	Controls int     // distinct persons
	Started  float64 // share of controls that started the kind themselves by then

	Observed Interval // change of the cases alone: before and after, no effect
	Similar  float64  // change that similar clients had
	Share    float64  // Similar / Observed: regression to the mean and ageing; NaN where Observed may be 0
	Hours    Interval // effect among all: Observed − Similar

	SurvivorCases int
	Survivors     Interval // effect among those who live at home at the horizon

	Deaths, DeathsSimilar float64
	Death                 Interval // risk difference
	Housed, HousedSimilar float64
	Housing               Interval // moved to special housing
	Either                Interval // one of both

	BelievedCases int      // cases with a stated effect
	Believed      float64  // their mean
	Surprise      Interval // estimated − believed over these cases; below 0 means that more hours were saved than believed

	Pooled Interval // Hours drawn towards the groups' common mean; only from Groups
}

// Group is what came of a group of cases.
type Group struct {
	Key       string
	Cases     int            // in the group
	Unmatched map[Reason]int // cases without controls, by reason
	Reach     map[Reach]int  // matched cases, by the widest reach among their controls
	TooFew    bool           // fewer persons than MinCases at every horizon: no estimates
	Balance   []Balance      // of the matched cases
	Checks    []Check
	Effects   []Effect // by horizon; those with too few persons hold only counts
}

// Passed tells whether no check failed.
func (g Group) Passed() bool {
	for _, c := range g.Checks {
		if !c.Passed {
			return false
		}
	}
	return true
}

// Estimate follows a group of cases, given by their indices; nil means all.
func (s *Study) Estimate(cases []int) (Group, error) {
	if cases == nil {
		for i := range s.cases {
			cases = append(cases, i)
		}
	}
	cases = slices.Clone(cases)
	slices.Sort(cases)
	for j, i := range cases {
		if i < 0 || i >= len(s.cases) || j > 0 && cases[j-1] == i {
			return Group{}, fmt.Errorf("followup: case %d is not one of the %d cases, or named twice", i, len(s.cases))
		}
	}
	return s.estimate(cases, newScores(len(s.p.Person))), nil
}

func (s *Study) estimate(cases []int, c *scores) Group {
	g := Group{Cases: len(cases), Unmatched: make(map[Reason]int), Reach: make(map[Reach]int), TooFew: true}
	var matched []int32
	for _, i := range cases {
		if reason := s.reason(i); reason != Matched {
			g.Unmatched[reason]++
			continue
		}
		matched = append(matched, s.of[i])
		g.Reach[s.reach(s.of[i])]++
	}
	for h := range s.o.Horizons {
		e := s.effect(cases, h, c)
		g.TooFew = g.TooFew && e.Persons < s.o.MinCases
		g.Effects = append(g.Effects, e)
	}
	if !g.TooFew {
		g.Balance = s.balance(matched)
		g.Checks = s.checks(matched, c)
	}
	return g
}

func (s *Study) reach(e int32) Reach {
	from, to := s.matched.of(e)
	return slices.Max(s.matched.reach[from:to])
}

// members returns the sets of the cases, and the cases that have one.
func (s *Study) members(v *sets, cases []int) (group []int32, of []int) {
	for _, i := range cases {
		if e := s.of[i]; e >= 0 && v.index[e] >= 0 {
			group, of = append(group, v.index[e]), append(of, i)
		}
	}
	return group, of
}

func (s *Study) effect(cases []int, h int, c *scores) Effect {
	v := s.sets[quantity{hours, h}]
	group, of := s.members(v, cases)
	nan := math.NaN()
	e := Effect{
		Months: s.o.Horizons[h], Cases: len(group), Observed: unknown(), Similar: nan, Share: nan, Hours: unknown(),
		Survivors: unknown(), Deaths: nan, DeathsSimilar: nan, Death: unknown(), Housed: nan, HousedSimilar: nan,
		Housing: unknown(), Either: unknown(), Believed: nan, Surprise: unknown(), Pooled: unknown(),
	}
	s.count(&e, v, group, h, c)
	if e.Persons < s.o.MinCases {
		return e
	}
	e.Hours, e.Observed = s.meanDifference(v, group, nil, c), s.before(v, group, c)
	e.Similar = e.Observed.Value - e.Hours.Value
	if e.Observed.excludesZero() {
		e.Share = e.Similar / e.Observed.Value
	}
	alive := s.sets[quantity{survivors, h}]
	members, _ := s.members(alive, cases)
	if e.SurvivorCases = len(members); e.SurvivorCases >= s.o.MinCases {
		e.Survivors = s.meanDifference(alive, members, nil, c)
	}
	s.survival(&e, cases, h, c)
	s.calibrate(&e, v, group, of, h, c)
	return e
}

// count counts persons, distinct controls, and controls that started themselves.
func (s *Study) count(e *Effect, v *sets, group []int32, h int, c *scores) {
	var used, started int
	for _, i := range group {
		ev := s.events[v.event[i]]
		c.add(ev.person, 1)
	}
	_, e.Persons = c.take()
	for _, i := range group {
		kind := s.events[v.event[i]].kind
		for u := v.offset[i]; u < v.offset[i+1]; u++ {
			person, landmark := v.m.person[v.control[u]], int(v.m.landmark[v.control[u]])
			c.add(person, 1)
			used++
			if s.startWithin(person, kind, landmark+1, landmark+s.o.Horizons[h]) >= 0 {
				started++
			}
		}
	}
	_, e.Controls = c.take()
	e.Started = float64(started) / float64(max(used, 1))
}

func (s *Study) survival(e *Effect, cases []int, h int, c *scores) {
	at := func(m measure) (Interval, float64, float64) {
		v := s.sets[quantity{m, h}]
		group, _ := s.members(v, cases)
		return s.riskDifference(v, group, c)
	}
	e.Death, e.Deaths, e.DeathsSimilar = at(death)
	e.Housing, e.Housed, e.HousedSimilar = at(housing)
	e.Either, _, _ = at(either)
}

// calibrate compares with what was believed, over the cases that said so.
func (s *Study) calibrate(e *Effect, v *sets, group []int32, of []int, h int, c *scores) {
	var stated []int32
	var believed []float64
	var sum float64
	for j, i := range of {
		if b := s.believed(i, h); !math.IsNaN(b) {
			stated, believed = append(stated, group[j]), append(believed, b)
			sum += b
		}
	}
	if e.BelievedCases = len(stated); e.BelievedCases < s.o.MinCases {
		return
	}
	e.Believed = sum / float64(len(stated))
	e.Surprise = s.meanDifference(v, stated, believed, c)
}
