package life

import "math"

// Area is a home-care area of the made-up municipality.
type Area struct {
	Code, Name string
	// part of the population 65+, and its yearly tilt towards high ages (1/year of age); chosen.
	part, tilt float64
	// Habit multiplies granted hours; chosen a few per cent apart.
	Habit float64
	// provision is the share of clients who choose the municipality's own home care; chosen so that it performs 33 % of the hours
	// (Helsingborg 2017, Kolada).
	provision float64
	// rehabilitation multiplies the chance of each preventive intervention; chosen to differ.
	intervention float64
}

func (a Area) weight(age int) float64 { return a.part * math.Exp(a.tilt*float64(age-80)) }

// Names of the made-up municipality.
const (
	MunicipalityName = "Ekvik kommun (påhittad)"
	MunicipalityArea = "KN"
	MunicipalityCode = "9901"
)

// Areas returns the four home-care areas.
func Areas() []Area {
	return []Area{
		{"C1", "Centrum 1", .29, .010, 1.00, .30, 1.3},
		{"C2", "Centrum 2", .24, .004, 0.97, .36, 1.0},
		{"NO", "Nord", .22, -.006, 1.04, .42, 0.7},
		{"SO", "Söder", .25, -.008, 0.99, .27, 1.0},
	}
}

// NorthArea is the index of Nord in Areas, where a rehabilitation project ran during the first third of the months delivered.
const NorthArea = 2

// Provider is one who performs services.
type Provider struct {
	Code    string
	Private bool
	// Performed is the mean share of planned minutes that is performed when a visit takes place; chosen so that performed over granted
	// is about 86 % for private and 79 % for municipal providers (Stockholm 2014, ka.se).
	Performed float64
}

// Indices into Providers.
const (
	FirstMunicipal = 0 // one for each area
	FirstPrivate   = 4
	NPrivate       = 4
	AlarmTeam      = 8
	MunicipalHSL   = 9
	PrivateHSL     = 10
	MunicipalHome  = 11 // special housing
	PrivateHome    = 12
)

// Providers returns all providers.
func Providers() []Provider {
	return []Provider{
		{"KC1", false, .835},
		{"KC2", false, .825},
		{"KNO", false, .83},
		{"KSO", false, .82},
		{"P01", true, .905},
		{"P02", true, .895},
		{"P03", true, .89},
		{"P04", true, .90},
		{"KLARM", false, 1},
		{"KHSL", false, 1},
		{"PHSL", true, 1},
		{"KVOBO", false, 1},
		{"PVOBO", true, 1},
	}
}

const (
	// NOfficers is the number of officers who decide (biståndshandläggare); chosen.
	NOfficers = 25
	// officerSD is the standard deviation of the logarithm of an officer's habit; chosen within 6-8 %.
	officerSD = 0.07
	// documentation is the time of documentation over that of meetings, and its spread between officers (standard deviation of the logarithm);
	// chosen so that most write two to three times as long as they meet (pre-study of the City of Lund).
	documentation   = 2.5
	documentationSD = 0.15
)

// Officer is one who assesses needs and decides.
type Officer struct {
	ID    string
	Area  int
	Habit float64 // multiplies granted hours
	// Documentation is how many minutes the officer writes for each minute of meeting, on average.
	Documentation float64
}

// officers draws the officers of a seed. Signatures carry Swedish letters, as real ones do.
func officers(seed uint64) []Officer {
	r := NewRand()
	r.Reset(seed, 0, 0, StreamHabit)
	letters := []string{"A", "B", "E", "H", "K", "L", "M", "P", "S", "Å", "Ä", "Ö"}
	out := make([]Officer, NOfficers)
	for i := range out {
		out[i] = Officer{
			ID:    "BH" + letters[i%len(letters)] + string(rune('1'+i/len(letters))),
			Area:  i % len(Areas()),
			Habit: math.Exp(officerSD * r.NormFloat64()),
		}
	}
	r.Reset(seed, 0, 0, StreamCaseHabit)
	for i := range out {
		out[i].Documentation = documentation * math.Exp(documentationSD*r.NormFloat64())
	}
	return out
}
