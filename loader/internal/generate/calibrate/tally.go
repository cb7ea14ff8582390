package calibrate

import (
	"github.com/framsyn/framsyn/loader/internal/generate/deliver"
	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// Places in which persons are counted.
const (
	AtHomeCare = iota // home care or meals, not in special housing
	AtAlarm           // alarm without home care
	AtHousing         // special housing
	AtHealth          // municipal health care only
	AtOther           // other services only
	NPlaces
)

const (
	// HoursBins counts granted hours in classes of one hour; the last one is open.
	HoursBins = 201
	nAges     = life.MaxAge - life.MinAge + 1
	nClasses  = int(life.Total) + 1
)

// Outcomes of those who were granted a first service.
const (
	Stayed  = iota // at the first degree of dependency all the time
	Raised         // to a higher one at some time
	Lowered        // to a lower one, never to a higher
	Dead           // not raised before
	Away           // moved, not raised before
	nOutcomes
)

// FollowUp is the longest follow-up of a first decision: first decisions of 2010 were followed to the end of 2013, so 36-48 months.
const FollowUp = 42

// Cases are kinds of persons whose courses the report shows.
const (
	CaseRehabAgain  = iota // woman in Nord, earlier rehabilitation with a good result, need growing again
	CaseEarlySigns         // cognitive decline that is not recognised, without health care
	CaseHealthOnly         // health care only, need growing
	CaseStroke             // a jump
	CaseHousing            // moves to special housing
	CaseRehabHelped        // a rehabilitation with effect
	NCases
)

// Tally counts what one chunk of persons does in a month. Counts are whole numbers or sums in a fixed order, so totals do not depend on the
// number of workers.
type Tally struct {
	Months     int // person-months of a service under SoL
	Decisions  int
	PersonYear int // persons with a service some month of a full year, counted once a year
	PointYear  int // persons with a service in December of a full year

	Place, Deaths                [NPlaces]int // person-months, deaths
	ToHousing, Stays             int          // from home care; hospital stays of those with home care
	AgeMonths, AgeDeaths         [2][nAges]int
	First                        [nClasses]int
	After, Later                 [nClasses][nOutcomes]int // of the first decision: one year later, and at the end of the follow-up
	Patients, KVA, Assess, Treat int                      // patient-years; of them with KVÅ; with an assessment; with a treatment
	Limitations, Goals           int
	DoubleAt, Doubled            int
	Cases                        [NCases]int
	Found                        [NCases]Finds
	Visit                        deliver.VisitSums
	Snapshot                     Snapshot
	// Persons ever in care with a reserve number or samordningsnummer, identities protected in the months, and persons of 100 and over.
	Reserve, Coordination, Protected, Over99 int
}

// Snapshot describes the persons in care in one month.
type Snapshot struct {
	Place                               [NPlaces]int
	Hours                               [HoursBins]int
	WithHours                           int
	SumHours                            float64
	AgeSex                              [NPlaces][2][nAges]int
	Service, Personal, Meals, Alarms    int // of those with home care; Alarms of all
	SingleHome, KnownHome, DemHome      int
	DayCare, Patients, PatientsHomeCare int // patients in ordinary housing
	AreaHours                           [life.MostAreas]float64
}

// PlaceOf says where a person is counted, and whether she is in care at all.
func PlaceOf(p *life.Person) (int, bool) {
	switch {
	case p.InSpecialHousing():
		return AtHousing, true
	case p.HasHomeCare():
		return AtHomeCare, true
	case p.Open[life.Alarm].Ongoing():
		return AtAlarm, true
	case p.HasService():
		return AtOther, true
	case p.Nursing != 0:
		return AtHealth, true
	}
	return 0, false
}

// Before is what must be known of a person before the step.
type Before struct {
	place   int
	inCare  bool
	service bool
}

// Look notes a person's state before the step.
func Look(p *life.Person) Before {
	place, in := PlaceOf(p)
	return Before{place, in, p.HasService()}
}

// See counts a person's month after the step.
func (t *Tally) See(m *life.Model, b Before, p *life.Person, rec *life.Record) {
	now := rec.Month
	t.Decisions += rec.NDecided
	if b.service {
		t.Months++
	}
	if b.inCare {
		t.exposure(b, p, rec)
	}
	t.year(m, p, rec)
	t.firsts(m, p, rec)
	t.doubling(m, p, rec)
	for i := range rec.Assessment.Limit {
		if l := rec.Assessment.Limit[i]; rec.Assessment.Date != 0 && l >= 1 && l <= 4 {
			t.Limitations++
			if rec.Assessment.Goal[i] != life.NoGoal {
				t.Goals++
			}
		}
	}
	if !rec.Gone() {
		t.Snapshot.see(p, now)
		t.cases(p, rec)
	}
	t.Protected += yes(rec.Protected != 0)
	if p.Entered == now || now == m.First {
		t.Over99 += yes(p.Age(now) >= 100)
		switch p.Number.Kind {
		case life.Coordination:
			t.Coordination++
		case life.Reserve:
			t.Reserve++
		case life.Personal:
		}
	}
}

func (t *Tally) exposure(b Before, p *life.Person, rec *life.Record) {
	age := min(p.Age(rec.Month), life.MaxAge) - life.MinAge
	t.Place[b.place]++
	t.AgeMonths[p.Sex][age]++
	if rec.Died != 0 {
		t.Deaths[b.place]++
		t.AgeDeaths[p.Sex][age]++
	}
	if b.place == AtHomeCare {
		if p.InSpecialHousing() {
			t.ToHousing++
		}
		if rec.HospitalFrom > 0 && rec.Jump != life.NoJump {
			t.Stays++
		}
	}
}

// year counts persons and patients once a year; only full calendar years count.
func (t *Tally) year(m *life.Model, p *life.Person, rec *life.Record) {
	now := rec.Month
	year := now.Year()
	if life.MonthOf(year, 1) < m.First || life.MonthOf(year, 12) > m.Last() {
		return
	}
	if p.HasService() && int(p.Marks.ServiceYear) != year {
		p.Marks.ServiceYear = int16(year)
		t.PersonYear++
	}
	if p.HasService() && now.Number() == 12 && !rec.Gone() {
		t.PointYear++
	}
	if p.IsPatient() {
		p.Marks.KVA |= 4
	}
	if now.Number() == 12 || rec.Gone() {
		if p.Marks.KVA&4 != 0 {
			t.Patients++
			t.KVA += yes(p.Marks.KVA&3 != 0)
			t.Assess += yes(p.Marks.KVA&1 != 0)
			t.Treat += yes(p.Marks.KVA&2 != 0)
		}
		p.Marks.KVA = 0
	}
}

func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

// firsts counts dependency at the first decision, and what had happened to it after one year and at the end of the follow-up. Only those who
// could be followed so long count. As in the source, a rise counts from the first time, whether it lasts or not.
func (t *Tally) firsts(m *life.Model, p *life.Person, rec *life.Record) {
	if p.FirstClass == life.ClassNone || p.FirstGranted < m.First {
		return
	}
	mk, months := &p.Marks, rec.Month-p.FirstGranted
	if months == 0 {
		t.First[p.FirstClass]++
	}
	if rec.Died == 0 && rec.Moved == 0 {
		c := m.ClassOf(p)
		mk.Left = mk.Left || c != p.FirstClass
		mk.Raised = mk.Raised || c > p.FirstClass
	}
	out := Stayed
	switch {
	case mk.Raised:
		out = Raised
	case rec.Died != 0:
		out = Dead
	case rec.Moved != 0:
		out = Away
	case mk.Left:
		out = Lowered
	}
	if left := m.Last() - p.FirstGranted; left >= 12 && (months == 12 || months < 12 && rec.Gone()) {
		t.After[p.FirstClass][out]++
	}
	if left := m.Last() - p.FirstGranted; left >= FollowUp && (months == FollowUp || months < FollowUp && rec.Gone()) {
		t.Later[p.FirstClass][out]++
	}
}

// doubling follows those with home care from each landmark, a year apart, to see whether their hours double.
func (t *Tally) doubling(m *life.Model, p *life.Person, rec *life.Record) {
	h := p.GrantedHours()
	if mk := &p.Marks; mk.BaseHours > 0 && h >= max(life.RiskFactor*float64(mk.BaseHours), float64(mk.BaseHours)+life.RiskFloor) {
		t.Doubled++
		mk.BaseHours = 0
	}
	if (m.Last()-rec.Month)%life.Horizon == 0 {
		p.Marks.BaseHours = 0
		if h > 0 && !rec.Gone() && m.Last()-rec.Month >= life.Horizon {
			p.Marks.BaseHours = float32(h)
			t.DoubleAt++
		}
	}
}

func (s *Snapshot) see(p *life.Person, now life.Month) {
	place, in := PlaceOf(p)
	if !in {
		return
	}
	s.Place[place]++
	s.AgeSex[place][p.Sex][min(p.Age(now), life.MaxAge)-life.MinAge]++
	s.Alarms += yes(p.Open[life.Alarm].Ongoing())
	s.DayCare += yes(p.Open[life.DayCare].Ongoing())
	if p.Nursing != 0 && place != AtHousing {
		s.Patients++
		s.PatientsHomeCare += yes(place == AtHomeCare)
	}
	if place != AtHomeCare {
		return
	}
	d := &p.Open[life.HomeCare]
	s.Service += yes(d.Flags&life.WithService != 0)
	s.Personal += yes(d.Flags&life.WithPersonalCare != 0)
	s.Meals += yes(p.Open[life.Meals].Ongoing())
	s.SingleHome += yes(p.Single)
	s.KnownHome += yes(p.CogKnown != 0)
	s.DemHome += yes(p.CogOnset != 0)
	if h := p.GrantedHours(); h > 0 {
		s.WithHours++
		s.SumHours += h
		s.Hours[min(int(h), HoursBins-1)]++
		s.AreaHours[p.Area] += h
	}
}

// cases counts persons like those of the examples, and remembers one of each.
func (t *Tally) cases(p *life.Person, rec *life.Record) {
	now, h := rec.Month, p.GrantedHours()
	found := func(c int, is bool) {
		if is {
			t.Cases[c]++
			t.Found[c].add(p.Key)
		}
	}
	past := p.PastCourses[life.Rehabilitation]
	found(CaseRehabAgain, p.Sex == life.Woman && p.Area == life.NorthArea && p.Age(now) < 80 && past != 0 && now-past > 18 && h > 25)
	found(CaseEarlySigns, p.CogKnown == 0 && p.Cognition > .6 && p.Nursing == 0 && h > 0 && h < 20)
	found(CaseHealthOnly, p.Nursing != 0 && !p.HasService() && p.Frailty() > 1 && now-p.Entered > 18)
	found(CaseStroke, rec.Jump == life.Stroke && h > 5 && h < 30)
	found(CaseHousing, p.InSpecialHousing() && now-p.Entered > 30 && p.Open[life.SpecialHousing].Executed.Month() == now)
	for i := range rec.Courses {
		found(CaseRehabHelped, rec.Courses[i].Begins && rec.Courses[i].PlantedGain > .25 && h > 15)
	}
}
