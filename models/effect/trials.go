package effect

import (
	"errors"
	"fmt"
	"slices"

	"github.com/framsyn/framsyn/models/split"
)

// Fate is what became of a row by its horizon.
type Fate uint8

// The fates.
const (
	Observed Fate = iota // still a client, or at home without care: hours are known
	Ended                // dead, or in special housing (sv: särskilt boende)
	Censored             // unknown: the data end before, or the person moved away
)

// Among says whose outcome is compared.
type Among uint8

// The populations.
const (
	All       Among = iota // everybody; hours after an end are what the caller gives, such as 0
	Survivors              // hours had nobody ended: those who did count as unseen
	Ending                 // share that has ended, to be shown beside the hours
)

// String returns "all", "survivors" or "ending".
func (a Among) String() string { return [...]string{"all", "survivors", "ending"}[a] }

// Horizon is the outcome of each row some months after time zero.
type Horizon struct {
	Months int
	Hours  []float64 // home care (hours per month); not read where censored
	Fate   []Fate
}

// Trials are sequential target trials: one row for each person and each month in
// which the person could have started the intervention.
type Trials struct {
	Person    []uint64
	Month     []int       // of the trial, as a running number: time zero
	Treated   []bool      // the intervention starts in this month
	Prior     []bool      // it had been given before; nil = never
	X         [][]float64 // confounders as known at time zero; NaN = missing
	Modifiers [][]float64 // nil means X
	Horizons  []Horizon
}

// Excluded counts rows that are in no trial.
type Excluded struct {
	Rows  int // given
	Prior int // had the intervention before: not a new user
	Later int // months after the person's start in these trials
}

// ErrDoubled is returned when a person has two rows in one month.
var ErrDoubled = errors.New("effect: a person has two rows in one trial month")

// Eligible returns the rows of new users: without those marked Prior and without
// the months after a person's first start. Persons who start later stay as
// controls of the earlier months (intention to treat). It panics when lengths do
// not agree.
func (t *Trials) Eligible() (*Trials, Excluded, error) {
	t.checkShape()
	x := Excluded{Rows: len(t.Person)}
	start := make(map[uint64]int)
	type key struct {
		person uint64
		month  int
	}
	seen := make(map[key]bool, len(t.Person))
	for i, id := range t.Person {
		k := key{id, t.Month[i]}
		if seen[k] {
			return nil, x, fmt.Errorf("row %d: %w", i, ErrDoubled)
		}
		seen[k] = true
		if first, ok := start[id]; t.Treated[i] && (!ok || t.Month[i] < first) {
			start[id] = t.Month[i]
		}
	}
	var rows []int
	for i, id := range t.Person {
		first, ok := start[id]
		switch {
		case t.Prior != nil && t.Prior[i]:
			x.Prior++
		case ok && t.Month[i] > first:
			x.Later++
		default:
			rows = append(rows, i)
		}
	}
	return t.subset(rows), x, nil
}

// SampleControls keeps all treated rows and, of each month's controls, about
// ratio for each treated, drawn anew each month by person alone. The effect of the treated and effects given x are
// unchanged in expectation, since the draw does not depend on x; propensities
// rise by a constant on the log-odds scale, which is what makes rare treatments
// comparable, and the ATE becomes that of the sample. Months without a start are
// left out.
func (t *Trials) SampleControls(ratio float64, seed uint64) *Trials {
	t.checkShape()
	if !(ratio > 0) {
		panic(panicOptions)
	}
	treated, controls := make(map[int]float64), make(map[int]float64)
	for i, m := range t.Month {
		if t.Treated[i] {
			treated[m]++
		} else {
			controls[m]++
		}
	}
	var rows []int
	for i, m := range t.Month {
		if t.Treated[i] || controls[m] > 0 && split.HeldOut(t.Person[i], min(1, ratio*treated[m]/controls[m]), seed^uint64(m)*0x9e3779b97f4a7c15) {
			rows = append(rows, i)
		}
	}
	return t.subset(rows)
}

// Sample returns one study: the outcome of a horizon in a population. The trial
// month is the last confounder, after the columns of X.
func (t *Trials) Sample(h Horizon, among Among) Sample {
	n := len(t.Person)
	s := Sample{Modifiers: t.modifiers(), Treated: t.Treated, Person: t.Person, Y: make([]float64, n), Seen: make([]bool, n)}
	month := make([]float64, n)
	for i, m := range t.Month {
		month[i] = float64(m)
		s.Seen[i] = h.Fate[i] == Observed || h.Fate[i] == Ended && among != Survivors
		switch {
		case !s.Seen[i]:
		case among != Ending:
			s.Y[i] = h.Hours[i]
		case h.Fate[i] == Ended:
			s.Y[i] = 1
		}
	}
	s.X = append(append([][]float64(nil), t.X...), month)
	return s
}

// Latest appends the latest trial month to columns in the order of X, for rows
// that come after the study: Predictor.Effects wants the columns of Sample.
func (t *Trials) Latest(x [][]float64) [][]float64 {
	if len(x) != len(t.X) || len(x) == 0 || len(t.Month) == 0 {
		panic(panicColumns)
	}
	month, latest := make([]float64, len(x[0])), float64(slices.Max(t.Month))
	for i := range month {
		month[i] = latest
	}
	return append(append([][]float64(nil), x...), month)
}

func (t *Trials) modifiers() [][]float64 {
	if t.Modifiers == nil {
		return t.X
	}
	return t.Modifiers
}

// TrialEffect is the effect at one horizon in one population.
type TrialEffect struct {
	Effect
	Months      int
	Among       Among
	UnseenShare float64 // of rows whose outcome is weighted for (0 to 1)
}

// Estimate gives the effect at each horizon among all, among survivors and on
// the share that ends. Rows must be eligible: see Eligible.
func (t *Trials) Estimate(e Estimand, o Options) ([]TrialEffect, error) {
	t.checkShape()
	var out []TrialEffect
	for _, h := range t.Horizons {
		for _, among := range []Among{All, Survivors, Ending} {
			s := t.Sample(h, among)
			n, err := CrossFit(s, o)
			if err != nil {
				return nil, fmt.Errorf("%d months, %v: %w", h.Months, among, err)
			}
			effect, err := n.Average(e)
			if err != nil {
				return nil, fmt.Errorf("%d months, %v: %w", h.Months, among, err)
			}
			te := TrialEffect{Effect: effect, Months: h.Months, Among: among}
			for _, seen := range s.Seen {
				if !seen {
					te.UnseenShare += 1 / float64(len(s.Seen))
				}
			}
			out = append(out, te)
		}
	}
	return out, nil
}

func (t *Trials) checkShape() {
	n := len(t.Person)
	ok := len(t.Month) == n && len(t.Treated) == n && (t.Prior == nil || len(t.Prior) == n)
	for _, table := range [][][]float64{t.X, t.Modifiers} {
		for _, column := range table {
			ok = ok && len(column) == n
		}
	}
	for _, h := range t.Horizons {
		ok = ok && len(h.Hours) == n && len(h.Fate) == n
	}
	if !ok {
		panic(panicLength)
	}
}

func (t *Trials) subset(rows []int) *Trials {
	out := &Trials{
		Person: pick(t.Person, rows), Month: pick(t.Month, rows), Treated: pick(t.Treated, rows), Prior: pick(t.Prior, rows),
		X: gather(t.X, rows),
	}
	if t.Modifiers != nil {
		out.Modifiers = gather(t.Modifiers, rows)
	}
	for _, h := range t.Horizons {
		out.Horizons = append(out.Horizons, Horizon{Months: h.Months, Hours: pick(h.Hours, rows), Fate: pick(h.Fate, rows)})
	}
	return out
}
