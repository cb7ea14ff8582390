package life

// Codes of the ICF qualifier that are no degree.
const (
	NotAsked      = -1
	NotSpecified  = 8
	NotApplicable = 9
)

// Goal is what help is meant to do about a limitation.
type Goal uint8

// The goals; NoGoal is an empty field.
const (
	NoGoal Goal = iota
	KeepGoal
	ImproveGoal
	CompensateGoal
)

const (
	assessFrailty    = 0.12 // standard deviation of an assessment's error in frailty; chosen
	assessCognition  = 0.12 // and in cognition; chosen
	assessCategory   = 0.18 // and in each category's limitation; chosen
	unrecognised     = 0.75 // part of cognitive decline that is seen before dementia is recognised; chosen
	missingGoal      = 0.40 // of limitations have no goal (Vårdanalys 2021:2 says goals are hard to set; the share is chosen)
	notSpecifiedRate = 0.015
	notApplicable    = 0.010
	leastPersonal    = 2.05 // hours a month of personal care below which none is granted; chosen for 64 % with personal care (Malmö 2025)
	dailyMinutes     = 105  // a month of help with dressing, transfers and meals from which it counts as such; chosen for 24 % severe at the first decision
	zeroWritten      = 0.45 // of categories without limitation are written as 0; the others are left out; chosen
)

// Assessment is what an officer wrote down about needs on one day.
type Assessment struct {
	Date      Date // 0 when there was none
	Officer   uint8
	Limit     [NCategories]int8 // 0-4, 8, 9 or NotAsked
	Goal      [NCategories]Goal
	GoalLevel [NCategories]int8 // -1 for none
	assessed  [NCategories]int8 // 0-4: what decisions follow
}

// assess fills a with what the officer sees of the latent state.
func (m *Model) assess(p *Person, a *Assessment, day Date, r *Rand) {
	a.Date, a.Officer = day, p.Officer
	cog := float64(p.Cognition - p.CogAid)
	if p.CogKnown == 0 {
		cog *= unrecognised
	}
	f := p.Frailty() + assessFrailty*r.NormFloat64()
	cog += assessCognition * r.NormFloat64()
	for i := range m.Cats {
		c := &m.Cats[i]
		x := c.trueLimitation(f, max(cog, 0), float64(p.Social))
		if z := r.NormFloat64(); x > 0 || z > 2 {
			x += assessCategory * z
		}
		step := int8(min(max(x, 0), 3.999) + r.Float64())
		u, v, w := r.Float64(), r.Float64(), r.Float64()
		a.assessed[i], a.Limit[i] = step, step
		switch {
		case u < notSpecifiedRate:
			a.Limit[i] = NotSpecified
		case u < notSpecifiedRate+notApplicable:
			a.Limit[i] = NotApplicable
		case step == 0 && u > zeroWritten:
			a.Limit[i] = NotAsked
		}
		a.Goal[i], a.GoalLevel[i] = goal(a.Limit[i], float64(p.Acute), v, w)
	}
}

// goal draws a goal for a limitation: more often to improve when much of frailty is passing.
func goal(limit int8, acute, v, w float64) (Goal, int8) {
	if limit < 1 || limit > 4 || v < missingGoal {
		return NoGoal, -1
	}
	switch {
	case w < .15+.4*min(acute, 1):
		return ImproveGoal, limit - 1
	case w < .65:
		return KeepGoal, limit
	}
	return CompensateGoal, limit
}

// grant turns an assessment into granted hours by content, by the planted norms, the household rule and the area's and officer's habits, and
// says whether there is help with dressing, transfers or meals among them.
func (m *Model) grant(p *Person, a *Assessment) (h Hours, daily bool) {
	var body, meals float64
	for i := range m.Cats {
		c := &m.Cats[i]
		if c.Content == NoHelp || c.Content == ServiceHelp && !p.Single {
			continue
		}
		minutes := c.Minutes[a.assessed[i]]
		h[c.Content] += minutes / 60
		switch c.Code {
		case "d410", "d420", "d540", "d550": // position, transfers, dressing, eating
			body += minutes
		case "d630": // practical help with meals
			meals += minutes
		}
	}
	k := m.Areas[p.Area].Habit * m.Officers[p.Officer].Habit * m.Shocks.practice(a.Date.Month())
	for i := range h {
		h[i] = roundHours(h[i] * k)
	}
	if h[PersonalCare]+h[NightCare] < leastPersonal {
		h[PersonalCare], h[NightCare], body = 0, 0, 0
	}
	return h, body+meals >= dailyMinutes
}

// roundHours rounds to a quarter of an hour, and to half hours above ten.
func roundHours(h float64) float64 {
	if h > 10 {
		return float64(int(h*2+.5)) / 2
	}
	return float64(int(h*4+.5)) / 4
}
