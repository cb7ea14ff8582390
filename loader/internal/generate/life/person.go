package life

// Sex is the registered sex.
type Sex uint8

// The two registered sexes.
const (
	Woman Sex = iota
	Man
)

// Letter is K for women and M for men, as in Swedish statistics.
func (s Sex) Letter() byte { return "KM"[s] }

// Nursing is a set of kinds of municipal health care (HSL) that a person has.
type Nursing uint8

// The kinds of municipal health care.
const (
	Medication Nursing = 1 << iota
	Wound
	Injection
	RehabEpisode
	Monitoring // sampling, catheter, compression
	Delegated  // medication is handed over by home-care staff by delegation
)

// Has says whether all of a set is in n.
func (n Nursing) Has(k Nursing) bool { return n&k == k }

// Person is the state of one person. It is all that is kept of her, whatever the number of months simulated.
type Person struct {
	Key     uint64 // seeds her random numbers
	Number  Number
	Born    Date
	Entered Month // first known to care
	Sex     Sex
	Area    uint8
	Officer uint8
	Home    uint8 // provider of home care
	Nurse   uint8 // provider of health care
	Place   uint8 // provider of special housing
	Single  bool
	WasSick bool // a hospital stay last month

	Base, Acute, Gain, GainComing float32 // parts of frailty: lasting, passing, won by training, and still to be won
	Drift                         float32 // own yearly-scaled speed of Base, per month
	Cognition, CogSpeed, CogAid   float32 // decline, its speed per month, what aids take off its consequences
	Social                        float32 // loneliness, standard normal scale
	CogOnset, CogKnown            Month   // onset of dementia; month in which it was recognised
	LastJump                      Month
	PartnerLost                   Month

	Nursing      Nursing
	Alarms       bool // would have an alarm when frail
	MealsTaker   bool
	Waits        bool // applies for home care late: buys help or does without
	Protected    bool
	HospitalDays int8 // days of a stay left for next month

	Open         [NServices]Decision
	PendingHome  Month // month of the move to special housing that is decided
	PendingBy    Decision
	LastAssessed Month
	Idle         uint8 // months without any service or health care
	Course       Intervention
	PastCourses  [NCourses]Month // end of the last intervention of each kind
	FirstClass   Class
	FirstGranted Month

	Marks Marks
}

// Marks are notes that the calibration keeps about a person.
type Marks struct {
	ServiceYear, KVAYear int16   // last year counted
	BaseHours            float32 // granted at the last landmark
	KVA                  uint8   // 1 assessment, 2 treatment, 4 any patient month
	Left, Raised         bool    // ever at another, at a higher degree of dependency than the first
}

// Class is the degree of dependency at a decision (Zingmark and Norström 2021).
type Class uint8

// The degrees of dependency; ClassNone is before the first decision.
const (
	ClassNone Class = iota
	Mild
	Moderate
	Severe
	Total
)

// Frailty is the physical function lost now: 0 none, about 1 when household work needs help, 2 bathing, 3 dressing and transfer, 4 most.
func (p *Person) Frailty() float64 {
	return min(max(float64(p.Base+p.Acute-p.Gain), 0), 6)
}

// helpCognition is the cognitive decline that asks for help, after technical and other aids.
func (p *Person) helpCognition() float64 { return max(float64(p.Cognition-p.CogAid), 0) }

// Age is the year less the year of birth, as in the population statistics.
func (p *Person) Age(m Month) int { return m.Year() - int(p.Born)/10000 }

// InSpecialHousing says whether the person lives in special housing.
func (p *Person) InSpecialHousing() bool { return p.Open[SpecialHousing].Ongoing() }

// HasService says whether any SoL decision is ongoing.
func (p *Person) HasService() bool {
	for i := range p.Open {
		if p.Open[i].Ongoing() {
			return true
		}
	}
	return false
}

// GrantedHours is the home care granted now, hours a month.
func (p *Person) GrantedHours() float64 {
	if !p.Open[HomeCare].Ongoing() {
		return 0
	}
	return float64(p.Open[HomeCare].Hours)
}

// IsPatient says whether the person has municipal health care: by need, or by living in special housing.
func (p *Person) IsPatient() bool { return p.Nursing != 0 || p.InSpecialHousing() }

// HasHomeCare says whether the person has home care or meals: home care except alarm only.
func (p *Person) HasHomeCare() bool {
	return !p.InSpecialHousing() && (p.Open[HomeCare].Ongoing() || p.Open[Meals].Ongoing())
}
