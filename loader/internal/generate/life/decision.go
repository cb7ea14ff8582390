package life

// Service is what a decision concerns (BESLUT); the code in the files is Service + 1.
type Service uint8

// The services.
const (
	HomeCare Service = iota
	SpecialHousing
	ShortTerm
	DayCare
	Alarm
	Meals
	Escort
	HousingSupport
	ContactPerson
	OtherService
	Relief
	NServices
)

// Flags say what home care contains, and more.
type Flags uint8

// The flags of a decision.
const (
	WithService Flags = 1 << iota
	WithPersonalCare
	WithEscort
	WithRelief
	WithNight
	RoundTheClock
	Replaces  // follows upon another decision on the same service
	WithDaily // help with dressing, transfers or meals; not in any file
)

// Decision is one decision on one service.
type Decision struct {
	Service                             Service
	Flags                               Flags
	Officer, Provider                   uint8
	Days                                uint8 // of short-term stay in the month
	Applied, Decided, Executed          Date
	Ended, Withdrawn                    Date
	Hours                               float32
	Service1, Personal1, Night1, Escort float32 // hours a month by content
}

// Ongoing says whether the decision is executed and not ended.
func (d *Decision) Ongoing() bool { return d.Executed != 0 && d.Ended == 0 }

// Record is what happened to one person in one month; it is filled by Step and read by those who write files.
type Record struct {
	Month       Month
	Closed      []Decision // ended or withdrawn in the month
	NDecided    int        // decisions made
	Assessment  Assessment
	Died, Moved Date
	Widowed     Date
	Protected   Date
	Unprotected Date
	// HospitalFrom and HospitalTo are the days of the month in hospital; 0 and 0 for none.
	HospitalFrom, HospitalTo int
	Jump                     JumpKind
	Courses                  []Intervention // started, ended or assessed in the month
	GaveUp                   bool           // no longer followed
}

// Reset empties the record for the next person.
func (r *Record) Reset(m Month) {
	closed, courses := r.Closed[:0], r.Courses[:0]
	*r = Record{Month: m, Closed: closed, Courses: courses}
}

// Gone says whether the person leaves the municipality's care for good.
func (r *Record) Gone() bool { return r.Died != 0 || r.Moved != 0 || r.GaveUp }

// AbsentFrom is the first day on which the person is dead or moved; a day past the month's end when she is not.
func (r *Record) AbsentFrom() int {
	switch {
	case r.Died != 0:
		return r.Died.Day()
	case r.Moved != 0:
		return r.Moved.Day()
	}
	return 32
}
