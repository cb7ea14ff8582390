package effects

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/models/effect"
)

// made are trials without any effect. With a hidden cause those who begin were on
// another course: their hours have grown more, and go on growing.
func made(hidden float64) *rows {
	rng := rand.New(rand.NewPCG(5, 5))
	r := &rows{index: map[clientMonth]int{}, persons: map[uint64]uint64{}, x: make([][]float64, len(confounders())), fake: make([][]float64, len(confounders()))}
	for id := range uint64(900) {
		treated := id%6 == 0
		level, growth := 20+5*rng.NormFloat64(), 0.3*rng.NormFloat64()
		if treated {
			growth += hidden
		}
		at := func(months float64) float64 { return level + growth*months + rng.NormFloat64() }
		values := map[string]float64{"hours_now": at(0), hoursBefore(1): at(-1), hoursBefore(3): at(-3), hoursBefore(6): at(-6), hoursBefore(12): at(-12), "age_years": 80}
		past := map[string]float64{"hours_now": at(-6), "age_years": 80}
		for j, c := range confounders() {
			r.x[j], r.fake[j] = append(r.x[j], values[c.name]), append(r.fake[j], past[c.name])
		}
		r.client, r.person, r.persons[id] = append(r.client, id), append(r.person, id), id
		r.month, r.treated, r.area = append(r.month, 600+int(id%7)), append(r.treated, treated), append(r.area, "a")
		r.index[clientMonth{id, r.month[id]}] = int(id)
		r.before, r.own = append(r.before, values["hours_now"]), append(r.own, at(1))
		for h, months := range horizons() {
			r.after[h], r.fate[h] = append(r.after[h], at(float64(months))), append(r.fate[h], "at_home")
		}
	}
	return r
}

func TestFailedChecksBecomeWarnings(t *testing.T) {
	for _, c := range []struct {
		hidden float64
		warned bool
	}{{0, false}, {1, true}} {
		s, err := newStudy(kind{"training", "Träningsprogram", "Training programme"}, made(c.hidden))
		if err != nil {
			t.Fatal(err)
		}
		if s.status != statusConverged || s.isWarned() != c.warned {
			t.Errorf("hidden %v: status %s, checks %+v", c.hidden, s.status, s.checks)
		}
		swedish, english := s.warning()
		if (swedish != "") != c.warned || (english != "") != c.warned {
			t.Errorf("hidden %v: warns %q, %q", c.hidden, swedish, english)
		}
		clients := &today{client: []uint64{1, 2}, area: []string{"a", "b"}, recent: [][]string{nil, {"training"}}, x: make([][]float64, len(confounders()))}
		for j := range clients.x {
			clients.x[j] = []float64{s.rows.x[j][0], s.rows.x[j][0]}
		}
		var n int
		err = s.addPotentials(job.Input{}, clients, func(values ...any) error {
			n++
			if isSupported, text := values[11].(bool), values[12].(string); isSupported == c.warned || (text != "") != c.warned {
				t.Errorf("hidden %v: supported %v, warning %q", c.hidden, isSupported, text)
			}
			return nil
		})
		if err != nil || n != 1 {
			t.Errorf("%d potentials, %v: one client of two had the kind lately", n, err)
		}
	}
}

// A sure effect that cannot be fails where it is a good part of what the kind seems to
// change, however small beside the spread of hours.
func TestAnEffectThatCannotBeIsHeldAgainstTheClaim(t *testing.T) {
	s, err := newStudy(kind{"training", "Träningsprogram", "Training programme"}, made(0.1))
	if err != nil {
		t.Fatal(err)
	}
	past := s.yearBefore()
	for i, treated := range past.Treated {
		if treated {
			past.Y[i] += 1.1
		}
	}
	for most, want := range map[float64]bool{math.Inf(1): true, 0.01: false} {
		check, err := nullEffect(effect.CheckNegativeControl, past, most)
		if err != nil || check.Passed != want || check.Limit > most {
			t.Errorf("at most %v: %+v, %v", most, check, err)
		}
	}
}
