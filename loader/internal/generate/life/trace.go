package life

// Point is a person's month as the generator knows it.
type Point struct {
	Month               Month
	Frailty, Cognition  float64
	NeedHours           float64
	GrantedHours        float64
	Patient             bool
	Housing             bool
	Jump                JumpKind
	CourseStarted       bool
	Course              Course
	Died, Moved, GaveUp bool
}

// Trace lives the person with a key once more, from the first month known to care to the last month delivered. Lives depend on the key alone,
// so this is the same life as the one delivered.
func (m *Model) Trace(key uint64) []Point {
	entered := MonthOf(firstYear, 1) + Month(key>>32)
	cell := key >> 16 & 0xffff
	r := NewRand()
	r.Reset(m.Seed, key, entered, StreamBirth)
	p := m.newPerson(key, entered, int(cell>>7), Sex(cell>>6&1), MinAge+int(cell&63), r)
	st := NewStepper(m, false)
	var out []Point
	var rec Record
	for now := entered; now <= m.Last(); now++ {
		rec.Reset(now)
		st.Step(&p, &rec)
		need := m.Need(&p)
		x := Point{
			Month: now, Frailty: p.Frailty(), Cognition: float64(p.Cognition), NeedHours: need.Total(), GrantedHours: p.GrantedHours(),
			Patient: p.IsPatient(), Housing: p.InSpecialHousing(), Jump: rec.Jump, Died: rec.Died != 0, Moved: rec.Moved != 0, GaveUp: rec.GaveUp,
		}
		for i := range rec.Courses {
			if rec.Courses[i].Begins {
				x.CourseStarted, x.Course = true, rec.Courses[i].Kind
			}
		}
		out = append(out, x)
		if rec.Gone() {
			break
		}
	}
	return out
}
