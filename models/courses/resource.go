package courses

// Resource is what a forecast is about.
type Resource int

// The resources of model.forecasts.
const (
	HomeCareHours         Resource = iota // home care (hours/month)
	NurseHours                            // nurse (hours/month)
	RehabHours                            // occupational and physical therapy (hours/month)
	Clients                               // persons with home care or municipal health care at home
	DelegatedHours                        // health care delegated to home-care staff (hours/month)
	SpecialHousingPersons                 // persons in special housing
	ShortTermPersons                      // persons in short-term stay
	resources
)

// hourKinds are the resources that a person has hours of: home care and, with
// episodes, nurse, rehabilitation and delegated.
const hourKinds = 1 + numCares

// kindOf is the kind of hours of a resource; persons have none: ok is false.
func kindOf(r Resource) (kind int, ok bool) {
	if r == DelegatedHours {
		return 3, true
	}
	return int(r), r < Clients
}

// String returns the resource's name in the tables.
func (r Resource) String() string {
	return [...]string{"home_care_h", "nurse_h", "rehab_h", "clients", "delegated_h", "special_housing", "short_term"}[r]
}

// Resources lists the resources that all histories have; Histories.Resources
// adds those that may be missing.
func Resources() []Resource { return []Resource{HomeCareHours, NurseHours, RehabHours, Clients} }

// Driver is where a part of the forecast comes from.
type Driver int

// The drivers of model.forecasts. Draw by draw
//
//	All = Existing + New
//	Existing = AtOrigin + Ended + Housed + Moved + Changed
//
// Ended and Housed are what the clients of the origin who have died or left, or
// are in special housing, had at the origin, as negative numbers; Moved is what
// they had who have come from other areas less what they had who have gone
// there, zero for the total; Changed is the rest: change of level, season,
// practice and scenario among those who are left.
const (
	All      Driver = iota // the forecast itself
	Existing               // clients known at the origin
	New                    // clients who come after the origin
	Ended                  // dead or left since the origin, ≤ 0
	Housed                 // in special housing and not so at the origin, ≤ 0
	Moved                  // net of moves between areas
	Changed                // change of level
	allDrivers
)

// The drivers whose draws are kept: Existing … Moved; the others follow.
const (
	drivers     = int(Moved)
	firstDriver = Existing
)

// String returns the driver's name in the tables.
func (d Driver) String() string {
	return [...]string{"all", "existing", "new", "ended", "housed", "moved", "changed"}[d]
}

// Drivers lists the drivers that a forecast's Cells have.
func Drivers() []Driver { return []Driver{All, Existing, New, Ended, Housed} }

// AllDrivers lists all drivers.
func AllDrivers() []Driver { return append(Drivers(), Moved, Changed) }

// Total is the area number that stands for all areas together.
const Total = -1
