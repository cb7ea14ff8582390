package needs

import "time"

// The resources.
const (
	homeCareGranted     = "home_care_granted"
	homeCarePerformed   = "home_care_performed"
	nurse               = "nurse"
	occupationalTherapy = "occupational_therapy"
	physicalTherapy     = "physical_therapy"
	healthCareActions   = "actions" // target of the run on minutes per action
)

// resource is whose time is explained by needs.
type resource struct {
	name       string
	profession string // as in core.need_norms
	isHomeCare bool   // clients with home care only; officers decide on it
}

func resources() []resource {
	return []resource{
		{homeCareGranted, "assistant_nurse", true},
		{homeCarePerformed, "assistant_nurse", true},
		{nurse, "nurse", false},
		{occupationalTherapy, "occupational_therapist", false},
		{physicalTherapy, "physical_therapist", false},
	}
}

// The windows that practice is learnt from; chosen: long enough for some hundred
// decisions by officer in a mid-sized municipality, short enough to be practice now.
const (
	decisionMonths  = 36  // decisions
	performedMonths = 12  // performed time
	actionMonths    = 24  // health-care actions
	assessedDays    = 180 // days before a decision within which the assessment that it follows is looked for
	occasionDays    = 30  // days over which one assessment may stretch
)

const (
	daysOfWeek  = 7
	daysOfMonth = 365.25 / 12
	leastRows   = 200 // below, a resource is not fitted; chosen
	leastShown  = 10  // clients below which the numbers of an officer or area are not shown, as in models/equity
	mostLevels  = 900 // officers told apart, those with most rows; models/equity takes 1,000 officers and areas
)

// perWeek is hours per month as minutes per week.
func perWeek(hoursPerMonth float64) float64 { return hoursPerMonth * 60 * daysOfWeek / daysOfMonth }

// perMonth is minutes per week as hours per month.
func perMonth(minutesPerWeek float64) float64 { return minutesPerWeek / 60 / daysOfWeek * daysOfMonth }

func day(t time.Time) string { return t.Format(time.DateOnly) }
