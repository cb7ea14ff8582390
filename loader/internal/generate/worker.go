package generate

import (
	"github.com/framsyn/framsyn/loader/internal/generate/calibrate"
	"github.com/framsyn/framsyn/loader/internal/generate/deliver"
	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// chunk is a run of persons with what they leave behind in a month.
type chunk struct {
	persons []life.Person
	sheet   deliver.Sheet
	truth   [deliver.NTruth][]byte
	tally   calibrate.Tally
	clients int
	left    int // persons who left for good
}

// worker simulates chunks; it belongs to one goroutine at a time.
type worker struct {
	m       *life.Model
	st      *life.Stepper
	burner  *life.Stepper
	w       *deliver.Writer
	rec     life.Record
	futures int
	names   [life.NCourses]string
}

func newWorker(m *life.Model, plan *deliver.Plan, futures int) *worker {
	return &worker{
		m: m, st: life.NewStepper(m, true), burner: life.NewStepper(m, false), w: deliver.NewWriter(plan), futures: futures,
		names: deliver.CourseNames(),
	}
}

// burn moves persons on without writing.
func (w *worker) burn(c *chunk, now life.Month) {
	for i := range c.persons {
		p := &c.persons[i]
		w.rec.Reset(now)
		w.burner.Step(p, &w.rec)
		if w.rec.Gone() {
			p.Key = gone
		}
	}
}

// decide moves persons on and writes the work on cases.
func (w *worker) decide(c *chunk, now life.Month) {
	w.w.Begin(&c.sheet, now)
	for i := range c.persons {
		p := &c.persons[i]
		w.rec.Reset(now)
		w.burner.Step(p, &w.rec)
		w.w.Cases(p, &w.rec)
		if w.rec.Gone() {
			p.Key = gone
		}
	}
}

// live moves persons on and writes their rows and truth.
func (w *worker) live(c *chunk, now life.Month) {
	c.clients, c.left, c.tally = 0, 0, calibrate.Tally{}
	for i := range c.truth {
		c.truth[i] = c.truth[i][:0]
	}
	w.w.Begin(&c.sheet, now)
	landmark := w.isLandmark(now)
	for i := range c.persons {
		p := &c.persons[i]
		w.rec.Reset(now)
		before := calibrate.Look(p)
		w.st.Step(p, &w.rec)
		w.w.Write(p, &w.rec)
		c.tally.See(w.m, before, p, &w.rec)
		w.truth(c, p, now, landmark)
		if w.rec.Gone() {
			c.left++
			c.truth[deliver.TruthPersons] = deliver.AppendPerson(c.truth[deliver.TruthPersons], w.m, p)
			p.Key = gone
		}
	}
	c.tally.Visit = c.sheet.Visit
}

func (w *worker) truth(c *chunk, p *life.Person, now life.Month, landmark bool) {
	for i := range w.rec.Courses {
		if x := &w.rec.Courses[i]; x.Begins {
			c.truth[deliver.TruthInterventions] = deliver.AppendIntervention(c.truth[deliver.TruthInterventions], p, x, w.names)
		}
	}
	if w.rec.Gone() || !p.HasService() && p.Nursing == 0 {
		return
	}
	c.clients++
	c.truth[deliver.TruthMonths] = deliver.AppendState(c.truth[deliver.TruthMonths], w.m, p, now)
	if landmark && !p.InSpecialHousing() {
		c.truth[deliver.TruthRisk] = deliver.AppendRisk(c.truth[deliver.TruthRisk], p, now, w.st.Risk(p, now, w.futures))
	}
}

// isLandmark says whether risks are worked out: the last month with a full year after it, and yearly before.
func (w *worker) isLandmark(now life.Month) bool {
	back := w.m.Last() - now
	return w.futures > 0 && back >= life.Horizon && back%12 == 0
}
