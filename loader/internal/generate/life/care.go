package life

import "math"

const (
	applyRate     = 0.068 // monthly chance of an application when need is well above applyHours; chosen
	applyHours    = 1.4   // hours a month at which every second would apply; chosen
	waitHours     = 10.0  // the same for those who wait with help in the household
	applyBody     = 0.7   // growth of the chance by hour of needed personal care: those who cannot wash or dress wait less; chosen
	applyMost     = 5     // largest growth
	applySpread   = 0.7
	alarmRate     = 0.03
	alarmFrailty  = 0.5
	riseFrom      = 0.22 // log change of need that starts a new assessment; chosen
	riseRate      = 0.31
	fallFrom      = -0.35
	fallRate      = 0.11 // chosen
	followUpAt    = 5    // months since the last assessment
	followUpRate  = 0.36 // a month
	dischargeRate = 0.8  // of those without home care who come home from hospital in need of help are assessed at once; chosen
	stayRate      = 0.18 // of stays with loss of function are followed by a new assessment at once; chosen
	renewRate     = 0.97 // of follow-ups without change give a new, time-limited decision; chosen for 2.1 decisions per user-year
	renewOther    = 0.90 // chance that meals, alarm and other services are decided anew at the same time
	sameHours     = 0.10 // a smaller change of granted hours is no change
	newOfficer    = 0.25 // of assessments are made by another officer of the area
	leastHours    = 1.0  // below this nothing is granted
)

// care lets the person apply, be assessed, be granted and lose services in one month.
func (m *Model) care(p *Person, rec *Record, r *Rand) {
	if rec.Died != 0 || rec.Moved != 0 {
		m.closeAll(p, rec, leaveDate(rec))
		return
	}
	u := [6]float64{}
	for i := range u {
		u[i] = r.Float64()
	}
	m.shortTermEnds(p, rec, r)
	if p.PendingHome != 0 && p.PendingHome <= rec.Month {
		m.moveIn(p, rec, u[0])
		return
	}
	if p.InSpecialHousing() {
		return
	}
	need := m.Need(p)
	if p.Entered == rec.Month && p.Alarms && p.Nursing == 0 {
		day := rec.Month.Date(4 + int(u[2]*14))
		m.open(p, rec, Alarm, AlarmTeam, day, day.Add(1+int(u[3]*6)), 0)
	}
	if p.Entered == rec.Month && p.Frailty() > totalFrailty {
		m.specialHousing(p, rec, r)
		if p.PendingHome != 0 { // waits for the place in a short-term stay
			m.open(p, rec, ShortTerm, MunicipalHome, p.PendingBy.Decided, p.PendingBy.Decided.Add(1), 0)
		}
	}
	if m.wantsAssessment(p, rec, &need, u[0]) {
		m.reassess(p, rec, r)
	}
	m.smallServices(p, rec, r, &need)
	m.shortTerm(p, rec, r)
	m.specialHousing(p, rec, r)
	if p.FirstClass == ClassNone && (p.dependent() || p.PendingHome != 0) {
		p.FirstClass, p.FirstGranted = m.ClassOf(p), rec.Month
	}
	if !p.HasService() && p.Nursing == 0 {
		p.Idle++
	} else {
		p.Idle = 0
	}
}

func leaveDate(rec *Record) Date {
	d := max(rec.Died, rec.Moved)
	return d.Month().Date(d.Day() + 1)
}

// wantsAssessment says whether an application, a changed need or a follow-up leads to an assessment this month.
func (m *Model) wantsAssessment(p *Person, rec *Record, need *Hours, u float64) bool {
	x, at := need.Total(), applyHours
	if p.Waits && (p.Entered != rec.Month || need[PersonalCare] < leastPersonal) {
		at = waitHours
	}
	if p.Entered == rec.Month {
		return p.Nursing == 0 && (!p.Alarms || u < 1/(1+math.Exp((at-x)/applySpread)))
	}
	if !p.Open[HomeCare].Ongoing() {
		if p.Open[ShortTerm].Ongoing() {
			return false // home care is decided on when she comes home
		}
		wants := 1 / (1 + math.Exp((at-x)/applySpread))
		rate := applyRate * wants * math.Min(1+applyBody*need[PersonalCare], applyMost)
		if p.LastJump == rec.Month && rec.HospitalTo > 0 {
			rate += dischargeRate * wants
		}
		if p.PartnerLost != 0 && rec.Month-p.PartnerLost < 4 {
			rate *= 1.5
		}
		return u < rate
	}
	d := math.Log((x + 3) / (p.GrantedHours() + 3))
	rate := 0.0
	switch {
	case d > riseFrom:
		rate = .04 + riseRate*math.Min((d-riseFrom)/.5, 1)
	case d < fallFrom:
		rate = .02 + fallRate*math.Min((fallFrom-d)/.6, 1)
	}
	if rec.Month-p.LastAssessed >= followUpAt {
		rate += followUpRate
	}
	if p.LastJump == rec.Month && rec.HospitalTo > 0 {
		rate += stayRate
	}
	return u < rate
}

// reassess makes an assessment and the decision on home care that follows from it.
func (m *Model) reassess(p *Person, rec *Record, r *Rand) {
	if r.Float64() < newOfficer {
		p.Officer = m.officerOf(int(p.Area), r.Float64())
	}
	day := min(1+r.IntN(14)+rec.HospitalTo/2, 18)
	ar := r
	m.assess(p, &rec.Assessment, rec.Month.Date(day), ar)
	p.LastAssessed = rec.Month
	if p.PendingHome != 0 && p.Entered == rec.Month {
		return
	}
	h, daily := m.grant(p, &rec.Assessment)
	d := Decision{
		Service: HomeCare, Officer: p.Officer, Provider: p.Home, Hours: float32(h.Total()),
		Service1: float32(h[ServiceHelp]), Personal1: float32(h[PersonalCare]), Night1: float32(h[NightCare]), Escort: float32(h[EscortHelp]),
	}
	d.Flags = contentFlags(&h)
	if daily {
		d.Flags |= WithDaily
	}
	if !p.Single && p.CogKnown != 0 {
		d.Flags |= WithRelief
	}
	d.Decided = rec.Month.Date(day + r.IntN(4))
	d.Executed = d.Decided.Add(1 + r.IntN(5))
	d.Applied = d.Decided.Add(-5 - r.IntN(36))
	old := &p.Open[HomeCare]
	if old.Ongoing() {
		m.replace(p, rec, &d, r.Float64())
	} else if d.Hours >= leastHours {
		if r.Float64() < .03 { // granted, then withdrawn before it began
			d.Executed, d.Withdrawn = 0, d.Decided.Add(2)
			rec.Closed = append(rec.Closed, d)
		} else {
			p.Open[HomeCare] = d
		}
		rec.NDecided++
	}
	if p.Alarms && !p.Open[Alarm].Ongoing() && p.Frailty() > alarmFrailty-.3 {
		m.open(p, rec, Alarm, AlarmTeam, d.Decided, d.Executed, 0)
	}
}

func contentFlags(h *Hours) Flags {
	var f Flags
	if h[ServiceHelp] > 0 {
		f |= WithService
	}
	if h[PersonalCare]+h[NightCare] > 0 {
		f |= WithPersonalCare
	}
	if h[NightCare] > 0 {
		f |= WithNight
	}
	if h[EscortHelp] > 0 {
		f |= WithEscort
	}
	return f
}

// replace ends the ongoing decision on home care for a new one, keeps it, or ends it for good.
func (m *Model) replace(p *Person, rec *Record, d *Decision, u float64) {
	old := &p.Open[HomeCare]
	if d.Decided <= old.Executed {
		return
	}
	diff := math.Abs(float64(d.Hours - old.Hours))
	switch {
	case d.Hours < leastHours:
		if u < .7 {
			m.end(p, rec, HomeCare, d.Executed)
		}
		return
	case diff <= math.Max(sameHours*float64(old.Hours), 1) && !m.Shocks.parts(old.Decided, d.Decided):
		if u > renewRate {
			return
		}
		d.Hours, d.Service1, d.Personal1, d.Night1, d.Escort = old.Hours, old.Service1, old.Personal1, old.Night1, old.Escort
		d.Flags = old.Flags
	}
	d.Flags |= Replaces
	m.end(p, rec, HomeCare, d.Executed)
	p.Open[HomeCare] = *d
	rec.NDecided++
	if diff <= math.Max(sameHours*float64(d.Hours), 1) {
		m.renewOthers(p, rec, d, u)
	}
}

// renewOthers decides anew on what goes beside home care, when home care was renewed.
func (m *Model) renewOthers(p *Person, rec *Record, by *Decision, u float64) {
	for i, s := range [...]Service{Meals, Alarm, DayCare, Relief} {
		old := p.Open[s]
		if !old.Ongoing() || old.Executed >= by.Decided || math.Mod(u*37+float64(i)*.41, 1) > renewOther {
			continue
		}
		m.end(p, rec, s, by.Executed)
		m.open(p, rec, s, old.Provider, by.Decided, by.Executed, float64(old.Hours))
		p.Open[s].Flags |= Replaces
	}
}

// dependent says whether there is a service by which dependency is classified; day care, support to families and housing support are left out, as
// in Zingmark and Norström (2021).
func (p *Person) dependent() bool {
	for _, s := range [...]Service{HomeCare, SpecialHousing, ShortTerm, Alarm, Meals, Escort, ContactPerson} {
		if p.Open[s].Ongoing() {
			return true
		}
	}
	return false
}

// ClassOf is the degree of dependency by what is granted, as in table 1 of Zingmark and Norström (2021): mild with alarm, meals delivered,
// cleaning and laundry; moderate with bathing (here the first personal care), social and safety visits or escort; severe with dressing,
// transfers, practical help with meals or feeding; total in special housing for a short or a long time, here from the decision on.
func (m *Model) ClassOf(p *Person) Class {
	d := &p.Open[HomeCare]
	switch {
	case p.InSpecialHousing(), p.PendingHome != 0, p.Open[ShortTerm].Ongoing():
		return Total
	case d.Ongoing() && d.Flags&WithDaily != 0:
		return Severe
	case d.Ongoing() && d.Flags&(WithPersonalCare|WithEscort) != 0, p.Open[Escort].Ongoing(), p.Open[ContactPerson].Ongoing():
		return Moderate
	}
	return Mild
}
