package followup

import "math"

// Followed says whether a case can be followed to a horizon.
type Followed uint8

// The answers.
const (
	Complete     Followed = iota
	Unmatched             // see CaseResult.Reason
	NotYet                // the horizon lies after the last month
	MovedAway             // or no rows: what came is unknown
	HoursUnknown          // in the whole window
	ControlsLost          // fewer than two controls could be followed
)

// String returns the answer in words.
func (f Followed) String() string {
	return [...]string{"followed", "unmatched", "not yet", "moved away", "hours unknown", "similar clients lost"}[f]
}

// CaseAt is a case at a horizon: hours per month, changes against the window
// before the start, NaN where unknown.
type CaseAt struct {
	Months     int
	Followed   Followed
	Status     Status  // at the horizon, when it is known (Complete)
	Believed   float64 // effect stated when registered
	Observed   float64 // change
	Similar    float64 // change that similar clients without it had, on average
	Low, High  float64 // between these the change of similar clients lies with probability CaseLevel; NaN in a study of very few
	Difference float64 // Observed − Similar: not proof of an effect on this person
	Controls   int
}

// Unusual tells whether the observed change lies outside what similar clients
// had. Without any effect that is so for a share of 1 − CaseLevel of all cases.
func (c CaseAt) Unusual() bool { return c.Observed < c.Low || c.Observed > c.High }

// CaseResult is a case with its controls.
type CaseResult struct {
	Case     int // index in the cases given to Match
	Reason   Reason
	Reach    Reach // the widest among the controls
	Controls []Control
	At       []CaseAt // by horizon
}

// Cases returns each case, in the order given to Match.
func (s *Study) Cases() []CaseResult {
	out := make([]CaseResult, len(s.cases))
	for i := range s.cases {
		out[i] = s.caseResult(i)
	}
	return out
}

func (s *Study) caseResult(i int) CaseResult {
	r := CaseResult{Case: i, Reason: s.reason(i), At: make([]CaseAt, len(s.o.Horizons))}
	if r.Reason == Matched {
		from, to := s.matched.of(s.of[i])
		for c := from; c < to; c++ {
			m := s.matched
			r.Controls = append(r.Controls, Control{
				Person: s.p.Person[m.person[c]], Month: int(m.landmark[c]),
				Distance: math.Sqrt(float64(m.distance[c])), Reach: m.reach[c],
			})
			r.Reach = max(r.Reach, m.reach[c])
		}
	}
	for h := range r.At {
		r.At[h] = s.caseAt(i, h, r.Reason)
	}
	return r
}

func (s *Study) reason(i int) Reason {
	if s.of[i] < 0 {
		return NotInPanel
	}
	return s.matched.reason[s.of[i]]
}

func (s *Study) caseAt(i, h int, reason Reason) CaseAt {
	nan := math.NaN()
	at := CaseAt{Months: s.o.Horizons[h], Believed: s.believed(i, h), Observed: nan, Similar: nan, Low: nan, High: nan, Difference: nan}
	if reason != Matched {
		at.Followed = Unmatched
		return at
	}
	e := s.of[i]
	person, t := s.events[e].person, int(s.events[e].month)+at.Months
	status, ok := s.p.status(int(person), t)
	v := s.sets[quantity{hours, h}]
	set := v.index[e]
	switch {
	case t > s.end:
		at.Followed = NotYet
	case !ok || status == Moved:
		at.Followed = MovedAway
	case math.IsNaN(s.level(person, t)):
		at.Followed = HoursUnknown
	case set < 0:
		at.Followed = ControlsLost
	default:
		base := s.base(person, int(s.events[e].month))
		at.Status = status
		at.Controls = int(v.offset[set+1] - v.offset[set])
		at.Observed, at.Similar = v.observed[set], v.similar[set]
		at.Difference = at.Observed - at.Similar
		at.Low, at.High = s.spread[h].around(at.Similar, base, float64(at.Controls))
	}
	return at
}

// believed is the stated effect of a case at a horizon, NaN if none was stated.
func (s *Study) believed(i, h int) float64 {
	if s.cases[i].Believed == nil {
		return math.NaN()
	}
	return s.cases[i].Believed[h]
}
