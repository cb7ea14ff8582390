package life

import "math"

const (
	mealsRate       = 0.14    // a month for those who take meals and need help with the household; chosen for meals in 48 % of home care
	mealsOnly       = 0.04    // of the rate without home care; chosen
	alarmRenew      = 0.06    // a month, when there is no home care with which it is renewed; chosen
	mealsEnd        = 0.012   // chosen
	dayCareRate     = 0.05    // of those with recognised dementia; chosen for 1.6 % of users (Malmö 2025)
	dayCareEnd      = 0.06    // chosen
	shortTermFrom   = 0.4     // passing frailty from which a person may not go straight home from hospital; chosen
	shortTermNew    = 0.22    // of that share for those without any service: most go home with home care; chosen
	shortTermShare  = 0.66    // of those go to a short-term stay; chosen
	housingRate     = 0.00058 // special housing a month at the reference state; see package calibrate for the level
	housingSlope    = 1.17    // log rate per unit of frailty + 0.7 decline; chosen
	housingMen      = 0.6     // chosen for 67 % women
	housingAge      = 0.065   // log rate per year of age; chosen for a mean age of 87 among women
	totalFrailty    = 3.9     // at the first contact: total dependency; chosen
	housingAtOnce   = 0.8     // of those who first apply with total dependency
	housingShort    = 8       // chance in a short-term stay, over that at home; chosen: many come from hospital by a short-term stay
	housingMostStay = 0.4     // highest monthly chance in a short-term stay; chosen
	housingMost     = 0.15    // highest monthly chance at home; chosen
	housingWait     = 3       // longest wait in months; chosen
)

// open starts a decision on a service.
func (m *Model) open(p *Person, rec *Record, s Service, provider uint8, decided, executed Date, hours float64) {
	p.Open[s] = Decision{
		Service: s, Officer: p.Officer, Provider: provider, Hours: float32(hours),
		Applied: decided.Add(-3 - int(p.Key%23)), Decided: decided, Executed: executed,
	}
	rec.NDecided++
}

// end closes the ongoing decision on a service; day is the first without it.
func (m *Model) end(p *Person, rec *Record, s Service, day Date) {
	d := &p.Open[s]
	if !d.Ongoing() {
		return
	}
	d.Ended = max(day, d.Executed)
	rec.Closed = append(rec.Closed, *d)
	*d = Decision{}
}

func (m *Model) closeAll(p *Person, rec *Record, day Date) {
	for s := range p.Open {
		m.end(p, rec, Service(s), day)
	}
	if p.PendingHome != 0 { // decided, but the person left before moving in
		d := p.PendingBy
		d.Withdrawn = day
		rec.Closed = append(rec.Closed, d)
		p.PendingHome = 0
	}
}

// smallServices starts and ends what goes beside home care.
func (m *Model) smallServices(p *Person, rec *Record, r *Rand, need *Hours) {
	u := [8]float64{}
	for i := range u {
		u[i] = r.Float64()
	}
	decided := rec.Month.Date(3 + int(u[0]*16))
	executed := decided.Add(1 + int(u[1]*7))
	f, known := p.Frailty(), p.CogKnown != 0
	on := func(s Service, rate, u float64, provider uint8) {
		if !p.Open[s].Ongoing() && u < rate {
			m.open(p, rec, s, provider, decided, executed, 0)
		}
	}
	off := func(s Service, rate, u float64) {
		if d := &p.Open[s]; u > 1-rate && d.Ongoing() && d.Executed < executed {
			m.end(p, rec, s, executed)
		}
	}
	if p.Alarms && f > alarmFrailty {
		on(Alarm, alarmRate, u[2], AlarmTeam)
	}
	if p.MealsTaker && (need[ServiceHelp] > 3.2 || f > 1.6) {
		rate := mealsRate
		if !p.Open[HomeCare].Ongoing() {
			rate *= mealsOnly
		}
		on(Meals, rate, u[3], p.Home)
	}
	off(Meals, mealsEnd, u[3])
	if d := &p.Open[Alarm]; u[7] > 1-alarmRenew && d.Ongoing() && !p.Open[HomeCare].Ongoing() && rec.Month-d.Executed.Month() > 12 {
		m.end(p, rec, Alarm, executed)
		m.open(p, rec, Alarm, AlarmTeam, decided, executed, 0)
		p.Open[Alarm].Flags |= Replaces
	}
	if known && p.Cognition < 2.6 && f < 3.2 {
		on(DayCare, dayCareRate, u[4], MunicipalHome)
	}
	off(DayCare, dayCareEnd, u[4])
	if !p.Single && known {
		on(Relief, .03, u[5], p.Home)
	}
	off(Relief, .04, u[5])
	m.rareServices(p, rec, u[6], u[7], on, off)
}

func (m *Model) rareServices(p *Person, rec *Record, u, v float64, on func(Service, float64, float64, uint8), off func(Service, float64, float64)) {
	lonely := float64(p.Social) > .8
	if lonely && p.HasService() {
		on(Escort, .004, u, p.Home)
		on(ContactPerson, .0008, 1-u, MunicipalHome)
	}
	if p.HasService() {
		on(OtherService, .002, math.Mod(u+.5, 1), MunicipalHome)
	}
	if p.Age(rec.Month) < 76 && p.HasService() && !p.Open[HousingSupport].Ongoing() && v < .0012 {
		on(HousingSupport, 1, 0, p.Home)
		p.Open[HousingSupport].Hours = float32(6 + int(u*14))
	}
	off(Escort, .02, u)
	off(ContactPerson, .02, v)
	off(OtherService, .15, v)
	off(HousingSupport, .03, v)
}

// shortTerm starts a stay on the day of coming home from hospital with much lost function.
func (m *Model) shortTerm(p *Person, rec *Record, r *Rand) {
	u, v := r.Float64(), r.Float64()
	if rec.Jump == NoJump || rec.HospitalTo == 0 || rec.Jump == MinorStay || p.Acute < shortTermFrom || p.Open[ShortTerm].Ongoing() {
		return
	}
	share := shortTermShare
	if !p.HasService() {
		share *= shortTermNew
	}
	if u > share {
		return
	}
	executed := rec.Month.Date(min(rec.HospitalTo, 27))
	m.open(p, rec, ShortTerm, MunicipalHome, executed.Add(-int(v*3)), executed, 0)
	p.Open[ShortTerm].Days = uint8(8 + v*34)
}

// shortTermEnds ends a stay whose days are over.
func (m *Model) shortTermEnds(p *Person, rec *Record, r *Rand) {
	u := r.Float64()
	d := &p.Open[ShortTerm]
	if !d.Ongoing() {
		return
	}
	end := d.Executed.Add(int(d.Days))
	if p.PendingHome != 0 { // waits for special housing there
		return
	}
	if end.Month() <= rec.Month {
		m.end(p, rec, ShortTerm, rec.Month.Date(max(end.Day(), 2+int(u*3))))
	}
}

// ShortTermDays is the number of days in the month spent in short-term stay under a decision.
func (d *Decision) ShortTermDays(now Month) int {
	from, to := 1, now.Days()+1
	if d.Executed.Month() == now {
		from = d.Executed.Day()
	}
	if d.Ended != 0 && d.Ended.Month() == now {
		to = d.Ended.Day()
	}
	return max(to-from, 0)
}

// specialHousing decides on a move to special housing, with a wait for a place.
func (m *Model) specialHousing(p *Person, rec *Record, r *Rand) {
	u, v, w := r.Float64(), r.Float64(), r.Float64()
	if p.PendingHome != 0 || !p.HasService() && p.Entered != rec.Month {
		return
	}
	x := p.Frailty() + .7*float64(p.Cognition) - 2
	if !p.Single {
		x -= .2
	}
	if p.Sex == Man {
		x += housingMen
	}
	rate := housingRate * math.Exp(housingSlope*x+housingAge*float64(p.Age(rec.Month)-85))
	if p.Open[ShortTerm].Ongoing() {
		rate = math.Min(rate*housingShort, housingMostStay)
	} else {
		rate = math.Min(rate, housingMost)
	}
	if p.Entered == rec.Month && p.Frailty() > totalFrailty {
		rate = housingAtOnce
	}
	if u >= rate {
		return
	}
	provider := uint8(MunicipalHome)
	if p.Key%10 < 3 {
		provider = PrivateHome
	}
	decided := rec.Month.Date(12 + int(v*14))
	p.PendingHome = rec.Month + 1 + Month(w*housingWait)
	p.PendingBy = Decision{
		Service: SpecialHousing, Officer: p.Officer, Provider: provider, Flags: RoundTheClock, Decided: decided,
		Applied: decided.Add(-7 - int(v*30)),
	}
	rec.NDecided++
}

// moveIn executes the decision on special housing; everything else ends.
func (m *Model) moveIn(p *Person, rec *Record, u float64) {
	day := rec.Month.Date(2 + int(u*24))
	d := p.PendingBy
	p.PendingHome = 0
	m.closeAll(p, rec, day)
	d.Executed = day
	p.Open[SpecialHousing] = d
	p.Nursing &^= Delegated
	p.Single = true
}
