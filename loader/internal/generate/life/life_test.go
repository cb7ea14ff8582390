package life

import (
	"math"
	"testing"
	"unsafe"
)

func newTestModel(t *testing.T, seed uint64, clients, months int) *Model {
	t.Helper()
	m, err := NewModel(seed, clients, months, MonthOf(2026, 9))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// town steps a whole municipality and calls see for every person-month, after the step.
func town(m *Model, st *Stepper, see func(p *Person, rec *Record)) (most int) {
	r := NewRand()
	var ps []Person
	var rec Record
	for now := m.Start(); now <= m.Last(); now++ {
		m.Entrants(now, r, func(p *Person) { ps = append(ps, *p) })
		kept := ps[:0]
		most = max(most, len(ps))
		for i := range ps {
			p := ps[i]
			rec.Reset(now)
			st.Step(&p, &rec)
			see(&p, &rec)
			if !rec.Gone() {
				kept = append(kept, p)
			}
		}
		ps = kept
	}
	return most
}

// TestGeneralMortality adds those in care, who die by their own state, and the rest of the population, who die at what the table leaves. For
// every sex and five-year group the rest must be able to die at a rate between 0 and the table's; then the whole reproduces the table, which is
// drawn here person by person.
func TestGeneralMortality(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates 10,000 clients")
	}
	m := newTestModel(t, 3, 10000, 24)
	var years, expected, dead, population, table [2][nAges]float64
	town(m, NewStepper(m, false), func(p *Person, rec *Record) {
		if rec.Month < m.First || p.Entered == rec.Month {
			return
		}
		a := min(p.Age(rec.Month), MaxAge) - MinAge
		years[p.Sex][a] += 1. / 12
		expected[p.Sex][a] += m.TableRate(p.Sex, a+MinAge) / 12
		if rec.Died != 0 {
			dead[p.Sex][a]++
		}
	})
	r := NewRand()
	r.Reset(1, 2, 3, StreamHabit)
	for sex := Woman; sex <= Man; sex++ {
		for a := range nAges {
			for now := m.First; now <= m.Last(); now++ {
				population[sex][a] += m.Pop.Whole(now.Year(), sex, a+MinAge) / 12
			}
			table[sex][a] = m.TableRate(sex, a+MinAge) * population[sex][a]
		}
		for lo := 0; lo < nAges; lo += 5 {
			var n, all, care, inCare, want float64
			for a := lo; a < min(lo+5, nAges); a++ {
				n, all, want = n+years[sex][a], all+population[sex][a], want+table[sex][a]
				care += dead[sex][a]
				inCare += expected[sex][a]
			}
			rest := want - care // deaths that are left for those not in care
			share := rest / (want - inCare)
			if share < -.05 || share > 1 {
				t.Errorf("%c %d-: those not in care must die at %.2f of the table (%.0f of %.0f persons in care)", sex.Letter(), lo+MinAge, share, n, all)
			}
			got := care + float64(r.poisson(math.Max(rest, 0)))
			// Three standard errors of a Poisson number.
			if d := got - want; math.Abs(d) > 3*math.Sqrt(want)+.05*want {
				t.Errorf("%c %d-: %.0f deaths, the table gives %.0f", sex.Letter(), lo+MinAge, got, want)
			}
		}
	}
}

// TestFlatMemory asks that a person's state is small and that the number of persons followed does not grow with time.
func TestFlatMemory(t *testing.T) {
	if size := unsafe.Sizeof(Person{}); size > 1100 {
		t.Errorf("a person takes %d bytes, want at most 1100", size)
	}
	m := newTestModel(t, 4, 300, 120)
	perMonth := map[Month]int{}
	most := town(m, NewStepper(m, false), func(_ *Person, rec *Record) { perMonth[rec.Month]++ })
	early, late := perMonth[m.First+6], perMonth[m.Last()]
	// The population grows by about 2 % a year over ten years; no state may pile up beyond that and Poisson noise.
	if float64(late) > 1.45*float64(early) || most > 600 {
		t.Errorf("persons followed: %d early, %d late, %d at most", early, late, most)
	}
}

// TestTrace asks that a life lived again from its key alone is the life delivered.
func TestTrace(t *testing.T) {
	m := newTestModel(t, 5, 60, 24)
	lives := map[uint64][]float64{}
	town(m, NewStepper(m, true), func(p *Person, rec *Record) {
		lives[p.Key] = append(lives[p.Key], p.Frailty()+1000*p.GrantedHours())
		_ = rec
	})
	n := 0
	for key, want := range lives {
		got := m.Trace(key)
		if len(got) != len(want) {
			t.Fatalf("person %x: %d months, want %d", key, len(got), len(want))
		}
		for i := range got {
			if got[i].Frailty+1000*got[i].GrantedHours != want[i] {
				t.Fatalf("person %x month %d differs", key, i)
			}
		}
		if n++; n == 50 {
			return
		}
	}
}

// TestRules checks what must hold in every month: order of dates, nothing after death, and no service but personal care for those who live
// with a partner.
func TestRules(t *testing.T) {
	m := newTestModel(t, 6, 300, 36)
	gone := map[uint64]bool{}
	town(m, NewStepper(m, false), func(p *Person, rec *Record) {
		if gone[p.Key] {
			t.Fatalf("person %x lives on", p.Key)
		}
		gone[p.Key] = rec.Gone()
		check := func(d *Decision) {
			if d.Executed != 0 && (d.Decided > d.Executed || d.Applied > d.Decided || d.Ended != 0 && d.Ended < d.Executed) {
				t.Errorf("decision out of order: %+v", *d)
			}
		}
		for i := range p.Open {
			if d := &p.Open[i]; d.Ongoing() {
				check(d)
				if rec.Gone() && !rec.GaveUp {
					t.Errorf("decision open after death or move: %+v", *d)
				}
			}
		}
		for i := range rec.Closed {
			check(&rec.Closed[i])
			if e := rec.Closed[i].Ended; e != 0 && e.Month() != rec.Month {
				t.Errorf("decision ended %d in a record of %s", e, rec.Month)
			}
		}
		if f := p.Frailty(); f < 0 || f > 6 || p.Cognition < 0 || p.Cognition > 4 {
			t.Errorf("state outside its range: frailty %g cognition %g", f, p.Cognition)
		}
		if d := &p.Open[HomeCare]; !p.Single && d.Ongoing() && d.Decided.Month() == rec.Month && d.Flags&Replaces == 0 && d.Service1 > 0 {
			t.Errorf("service of %g h for one who lives with a partner", d.Service1)
		}
	})
}

// TestPlantedEffects asks that the true effects are those planted: rehabilitation takes a good part of the hours of those it is for, and
// nothing of the others'; exercise on prescription does nothing.
func TestPlantedEffects(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates 4,000 clients")
	}
	m := newTestModel(t, 7, 4000, 36)
	st := NewStepper(m, true)
	var n, change, hours, other, nOther, exercise, nExercise float64
	town(m, st, func(p *Person, rec *Record) {
		for i := range rec.Courses {
			c := &rec.Courses[i]
			if !c.Begins || rec.Month < m.First {
				continue
			}
			switch {
			case c.Kind == Rehabilitation && c.PlantedGain > .25:
				h := m.Need(p)
				n, change, hours = n+1, change+float64(c.TrueNeedChange), hours+h.Total()
			case c.Kind == Rehabilitation && c.PlantedGain < .02:
				nOther, other = nOther+1, other+float64(c.TrueNeedChange)
			case c.Kind == ExercisePrescription:
				nExercise, exercise = nExercise+1, exercise+math.Abs(float64(c.TrueNeedChange))
			}
		}
	})
	if share := change / hours; n < 30 || share > -.12 || share < -.40 {
		t.Errorf("rehabilitation of %.0f who should gain: %.2f of the hours, want -.12 to -.40", n, share)
	}
	if nOther < 30 || math.Abs(other/nOther) > .6 {
		t.Errorf("rehabilitation of %.0f who should not gain: %.2f h", nOther, other/nOther)
	}
	if nExercise < 30 || exercise != 0 {
		t.Errorf("exercise on prescription (%.0f): %.3f h, want none", nExercise, exercise/nExercise)
	}
}

// TestEarlySigns asks for the planted lead: in the half year before dementia is recognised, limitations of d1-d3 are already more than twice
// those of persons without decline.
func TestEarlySigns(t *testing.T) {
	m := newTestModel(t, 8, 1500, 48)
	var before, nBefore, none, nNone float64
	town(m, NewStepper(m, false), func(p *Person, rec *Record) {
		if rec.Assessment.Date == 0 || p.CogKnown != 0 {
			return
		}
		sum := 0.0
		for i := range m.Cats {
			if l := rec.Assessment.Limit[i]; m.Cats[i].Area <= "d3" && m.Cats[i].Area >= "d1" && l > 0 && l <= 4 {
				sum += float64(l)
			}
		}
		switch {
		case p.Cognition > .5 && p.Cognition < 1:
			before, nBefore = before+sum, nBefore+1
		case p.CogOnset == 0:
			none, nNone = none+sum, nNone+1
		}
	})
	if nBefore < 50 || before/nBefore < 2*none/nNone {
		t.Errorf("sum of limitations d1-d3: %.2f before recognition (n %.0f), %.2f without decline", before/nBefore, nBefore, none/nNone)
	}
}

// TestPopulation checks growth against SCB's expectation (+38 % for 80+ from 2023 to 2033) and that the areas add up.
func TestPopulation(t *testing.T) {
	m := newTestModel(t, 1, 2000, 60)
	var a, b float64
	for sex := Woman; sex <= Man; sex++ {
		for age := 80; age <= MaxAge; age++ {
			a += m.Pop.Whole(2023, sex, age)
			b += m.Pop.Whole(2033, sex, age)
			sum := 0.0
			for i := range m.Areas {
				sum += m.Pop.At(i, 2023, sex, age)
			}
			if math.Abs(sum-m.Pop.Whole(2023, sex, age)) > 1e-9*sum {
				t.Errorf("areas of age %d add up to %g", age, sum)
			}
		}
	}
	if g := b/a - 1; g < .30 || g > .46 {
		t.Errorf("80+ grows %.2f, want about .38", g)
	}
}
