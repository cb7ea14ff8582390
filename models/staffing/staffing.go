package staffing

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Area is one area's need and staff in a month.
type Area struct {
	ID        string
	Needed    float64 // working hours in the month, ≥ 0
	Available float64 // working hours in the month, ≥ 0
}

// Shortage is the share of the need that is not met; negative for a surplus. An
// area that needs nothing has none, or −Inf of surplus.
func (a Area) Shortage() float64 {
	if a.Needed == 0 {
		if a.Available == 0 {
			return 0
		}
		return math.Inf(-1)
	}
	return (a.Needed - a.Available) / a.Needed
}

// Options steer a plan. Zero values take the defaults.
type Options struct {
	Step      float64 // hours that move at a time; 0 means 8, a working day
	MostMoved float64 // share of an area's staff that may leave it, 0-1; 0 means .2
	LeastGain float64 // by how much a step must lower the greater shortage of the two, above 0; 0 means half of what it does to the area with the greatest need
}

const (
	defaultStep      = 8
	defaultMostMoved = 0.2
)

func (o Options) withDefaults(areas []Area) (Options, error) {
	if o.Step == 0 {
		o.Step = defaultStep
	}
	if o.MostMoved == 0 {
		o.MostMoved = defaultMostMoved
	}
	if o.LeastGain == 0 {
		most := o.Step
		for _, a := range areas {
			most = max(most, a.Needed)
		}
		o.LeastGain = o.Step / (2 * most)
	}
	if !(o.Step > 0) || !(o.MostMoved >= 0 && o.MostMoved <= 1) || !(o.LeastGain > 0) {
		return o, fmt.Errorf("%w: step %v (above 0), most moved %v (0 to 1), least gain %v (above 0)", ErrOptions, o.Step, o.MostMoved, o.LeastGain)
	}
	return o, nil
}

// Errors of Spread.
var (
	ErrOptions = errors.New("staffing: option out of range")
	ErrArea    = errors.New("staffing: bad area")
)

// Move is hours that go from one area to another.
type Move struct {
	From, To string
	Hours    float64
}

// Plan is a proposal.
type Plan struct {
	Moves  []Move  // by giver, then receiver
	After  []Area  // the areas with what they then have, in the order given
	Lacks  float64 // hours that are needed in all and not there: to hire, buy or do without; ≥ 0
	Before float64 // greatest shortage before
	Best   float64 // greatest shortage after
}

// Spread proposes how to spread the staff of one profession over areas in a month.
// The answer does not depend on the order of the areas, except for equal ones.
func Spread(areas []Area, o Options) (Plan, error) {
	if err := validate(areas); err != nil {
		return Plan{}, err
	}
	o, err := o.withDefaults(areas)
	if err != nil {
		return Plan{}, err
	}
	plan := Plan{After: slices.Clone(areas), Before: greatest(areas)}
	var needed, available float64
	left := make([]float64, len(areas)) // what each may still give
	for i, a := range areas {
		needed, available = needed+a.Needed, available+a.Available
		left[i] = o.MostMoved * a.Available
	}
	plan.Lacks = max(0, needed-available)
	moved := map[[2]int]int{}
	for {
		from, to := next(plan.After, left, o)
		if from < 0 {
			break
		}
		plan.After[from].Available -= o.Step
		plan.After[to].Available += o.Step
		left[from] -= o.Step
		moved[[2]int{from, to}]++
	}
	plan.Best = greatest(plan.After)
	plan.Moves = movesOf(areas, moved, o.Step)
	return plan, nil
}

// next is the step to take, from −1 when there is none.
func next(areas []Area, left []float64, o Options) (from, to int) {
	from, to = -1, -1
	for i, a := range areas {
		if a.Needed > 0 && (to < 0 || a.Shortage() > areas[to].Shortage()) {
			to = i
		}
	}
	if to < 0 || areas[to].Shortage() <= 0 {
		return -1, -1
	}
	for i, a := range areas {
		if i != to && left[i] >= o.Step && (from < 0 || after(a, -o.Step) < after(areas[from], -o.Step)) {
			from = i
		}
	}
	if from < 0 || areas[to].Shortage()-max(after(areas[from], -o.Step), after(areas[to], o.Step), 0) < o.LeastGain {
		return -1, -1
	}
	return from, to
}

// after is an area's shortage with some hours more.
func after(a Area, hours float64) float64 {
	a.Available += hours
	return a.Shortage()
}

func greatest(areas []Area) float64 {
	most := math.Inf(-1)
	for _, a := range areas {
		most = max(most, a.Shortage())
	}
	return most
}

// movesOf sums the steps by pair; of two that cancel each other the rest stays.
func movesOf(areas []Area, moved map[[2]int]int, step float64) []Move {
	var out []Move
	for pair, n := range moved {
		if n -= moved[[2]int{pair[1], pair[0]}]; n > 0 {
			out = append(out, Move{areas[pair[0]].ID, areas[pair[1]].ID, float64(n) * step})
		}
	}
	slices.SortFunc(out, func(a, b Move) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return out
}

func validate(areas []Area) error {
	var faults []error
	seen := map[string]bool{}
	for _, a := range areas {
		if !(a.Needed >= 0) || !(a.Available >= 0) || math.IsInf(a.Needed+a.Available, 0) {
			faults = append(faults, fmt.Errorf("%w: %s needs %v and has %v hours; both must be 0 or more", ErrArea, a.ID, a.Needed, a.Available))
		}
		if seen[a.ID] {
			faults = append(faults, fmt.Errorf("%w: %s stands twice", ErrArea, a.ID))
		}
		seen[a.ID] = true
	}
	return errors.Join(faults...)
}
