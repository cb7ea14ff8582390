package life

import "math"

// Course is a kind of preventive intervention.
type Course uint8

// The nine kinds.
const (
	Rehabilitation Course = iota
	Training
	HomeAdaptation
	CognitionTechnology
	SelfCare
	ExercisePrescription
	Nutrition
	MedicationReview
	SocialActivity
	NCourses
)

// Result is how those who gave an intervention judged it.
type Result uint8

// The results; NoResult is an empty field.
const (
	NoResult Result = iota
	Good
	Partial
	None
)

// Intervention is one course of prevention for one person.
type Intervention struct {
	Kind           Course
	Result         Result
	Selection      uint8 // number of the selection that found the person; 0 for none
	Active         bool
	Begins         bool // started in the month of the record
	Code           uint64
	Started, Ended Date
	Until          Month
	Believed       float32 // change of home-care hours a month that those who started it believed in
	StartFrailty   float32
	PlantedGain    float32 // frailty that the course takes away, before it wears off
	PlantedAid     float32 // decline whose consequences the course takes away
	// TrueChange is the expected change of granted hours, and TrueNeedChange of needed hours, 12 months later against no course, by common
	// random numbers over futures; both arms alive and at home.
	TrueChange, TrueNeedChange float32
}

// courseKind is how a kind is chosen and what it does.
type courseKind struct {
	rate     float64 // a month for those it is meant for; chosen
	peak     float64 // log rate per unit of passing frailty: courses start at a peak of need
	months   int
	believed float64 // mean believed share of hours; optimistic
}

func courseKinds() [NCourses]courseKind {
	return [NCourses]courseKind{
		Rehabilitation:       {.013, 1.3, 3, -.32},
		Training:             {.005, .5, 3, -.20},
		HomeAdaptation:       {.006, .4, 1, -.12},
		CognitionTechnology:  {.016, 0, 2, -.18},
		SelfCare:             {.012, 0, 2, -.10},
		ExercisePrescription: {.004, .2, 4, -.12},
		Nutrition:            {.005, .9, 3, -.10},
		MedicationReview:     {.006, .4, 1, -.12},
		SocialActivity:       {.006, 0, 5, -.08},
	}
}

// suits says how much a course is meant for a person as those who select see it; 0 for not at all.
func suits(k Course, p *Person) float64 {
	f, home := p.Frailty(), p.Open[HomeCare].Ongoing()
	switch k {
	case Rehabilitation:
		return yes(f > 1 && p.Cognition < 1.6 && home)
	case Training:
		return yes(f > .6 && f < 2.8 && p.Cognition < 1.2)
	case HomeAdaptation:
		return yes(f > 1.2)
	case CognitionTechnology:
		return yes(p.CogKnown != 0) + .04
	case SelfCare:
		return yes(p.Nursing&(Medication|Injection|Monitoring) != 0 && f < 2 && p.Cognition < 1)
	case ExercisePrescription:
		return yes(f < 1.8)
	case Nutrition:
		return yes(f > 1 && (p.Acute > .2 || p.Cognition > 1))
	case MedicationReview:
		return yes(p.Nursing.Has(Medication))
	case SocialActivity:
		return yes(p.Social > .7)
	case NCourses:
	}
	return 0
}

func yes(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// planted is the true effect on a person: frailty won, and decline compensated. Rehabilitation helps those who are physically frail with a
// recent decline and a good cognition, by .28 in frailty or about a quarter of the hours; others hardly. Exercise on prescription,
// medication review, self-care and social activity change no hours.
func planted(k Course, p *Person, now Month) (gain, aid float64) {
	f, c := p.Frailty(), float64(p.Cognition)
	recent := 1 / (1 + math.Exp((float64(now-p.LastJump)-9)/2))
	clear := 1 / (1 + math.Exp((c-.8)/.15))
	switch k {
	case Rehabilitation:
		return .36 * recent * clear / (1 + math.Exp(-(f-1.5)/.2)), 0
	case Training:
		return .14 * clear * yes(f > .9), 0
	case HomeAdaptation:
		return .05, 0
	case CognitionTechnology:
		return 0, .35 * math.Exp(-(c-.9)*(c-.9)/.5)
	case Nutrition:
		return .10 * yes(p.Acute > .3), 0
	case SelfCare, ExercisePrescription, MedicationReview, SocialActivity, NCourses:
	}
	return 0, 0
}

// course ends, judges and starts interventions. It is the last part of a month, so that what it changes is seen from the next month.
func (st *Stepper) course(p *Person, rec *Record, r *Rand) {
	if p.Course.Active && (rec.Month >= p.Course.Until || rec.Gone()) {
		st.finish(p, rec, r)
	}
	if p.Course.Active || rec.Gone() || p.InSpecialHousing() || st.noCourses || rec.Month == p.Entered {
		return
	}
	for k := range st.kinds {
		kind := &st.kinds[k]
		u := r.Float64()
		rate := kind.rate * suits(Course(k), p)
		if rate == 0 || u >= rate*st.favour(p, Course(k), rec.Month)*math.Exp(kind.peak*math.Min(float64(p.Acute), 1.5)) {
			continue
		}
		st.start(p, rec, Course(k), r)
		return
	}
}

// favour is how much more often an area gives a kind. Nord had a rehabilitation project in the first third of the months delivered; those
// who had a good result once are seldom thought of again.
func (st *Stepper) favour(p *Person, k Course, now Month) float64 {
	x := st.m.Areas[p.Area].intervention
	if p.Area == NorthArea && k == Rehabilitation && now < st.m.First+Month(st.m.Months/3) {
		x = 3
	}
	if p.PastCourses[k] != 0 {
		x *= .2
	}
	return x
}

func (st *Stepper) start(p *Person, rec *Record, k Course, r *Rand) {
	kind := &st.kinds[k]
	gain, aid := planted(k, p, rec.Month)
	z := r.NormFloat64()
	share := kind.believed*(1+.35*z) - .15*gain
	c := Intervention{
		Kind: k, Active: true, Begins: true, Code: courseCode(p.Key, rec.Month), Started: rec.Month.Date(1 + r.IntN(26)),
		Until: rec.Month + Month(kind.months+r.IntN(2)), StartFrailty: float32(p.Frailty()), PlantedGain: float32(gain), PlantedAid: float32(aid),
		Believed: float32(math.Round(2*share*math.Max(p.GrantedHours(), 3)) / 2),
	}
	if r.Float64() < .55 {
		c.Selection = uint8(1 + (int(k)+3*r.IntN(2))%9)
	}
	without := *p
	p.GainComing += c.PlantedGain
	p.CogAid += c.PlantedAid
	if k == SelfCare && z > 0 { // half of them learn to do it themselves
		p.Nursing &^= Medication | Injection | Monitoring | Delegated
	}
	if k == SocialActivity {
		p.Social -= .4
	}
	if st.effects {
		c.TrueChange, c.TrueNeedChange = st.effect(p, &without, rec.Month)
	}
	p.Course = c
	rec.Courses = append(rec.Courses, c)
}

// finish ends a course and lets those who gave it judge it by what they see: frailty now against frailty at the start, which also falls
// because courses start at a peak.
func (st *Stepper) finish(p *Person, rec *Record, r *Rand) {
	c := &p.Course
	u, z := r.Float64(), r.NormFloat64()
	c.Ended = rec.Month.Date(5 + r.IntN(20))
	if rec.Gone() {
		c.Ended = max(rec.Died, rec.Moved)
	}
	if u < .88 && !rec.Gone() {
		switch won := float64(c.StartFrailty) - p.Frailty() + .12*z + .1; {
		case won > .25:
			c.Result = Good
		case won > 0:
			c.Result = Partial
		default:
			c.Result = None
		}
	}
	c.Active, c.Begins = false, false
	p.PastCourses[c.Kind] = rec.Month
	rec.Courses = append(rec.Courses, *c)
}

// courseCode is unique for a person and month: the key has at most 44 bits and the month 12, and multiplication by an odd number is a
// bijection modulo 2^56.
func courseCode(key uint64, now Month) uint64 {
	v := key<<12 | uint64(now-MonthOf(firstYear, 1))
	return v * 0x9e3779b97f4a7c15 & (1<<56 - 1)
}

// CaseCode is unique for a person and month, as courseCode is, and another number.
func CaseCode(key uint64, now Month) uint64 { return courseCode(key, now) ^ 0x5a5a5a5a5a5a5a }
