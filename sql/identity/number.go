package identity

import (
	"errors"
	"log/slog"
	"regexp"
	"time"
)

// MaskText is what stands where an identity number stood.
const MaskText = "‹nummer›"

// ReservePattern is the default pattern of the last four characters of a reserve
// number: at least one letter. It was chosen, not taken from a source: regions and
// municipalities make these numbers by rules of their own.
const ReservePattern = `^[0-9]{0,3}[A-Z][0-9A-Z]{0,3}$`

// OldestBirthYear is the first year of birth that is believed; raw.clients keeps
// months of birth as Date32, which starts at 1900.
const OldestBirthYear = 1900

// Faults of a number. They say what is wrong, never what stood there.
var (
	// ErrForm: neither 10 nor 12 characters in a known form.
	ErrForm = errors.New("not an identity number: 10 or 12 characters expected")
	// ErrDate: the date part is no date.
	ErrDate = errors.New("the date in the identity number does not exist")
	// ErrFuture: born after the day of delivery.
	ErrFuture = errors.New("the identity number is of someone born after the delivery")
	// ErrTooOld: born before 1900.
	ErrTooOld = errors.New("the identity number is of someone born before 1900")
	// ErrCheckDigit: the last digit does not agree with the others.
	ErrCheckDigit = errors.New("the check digit of the identity number is wrong")
)

// Kind says which register a number is from.
type Kind uint8

// Kinds of identity numbers.
const (
	Personal     Kind = iota + 1 // sv: personnummer
	Coordination                 // sv: samordningsnummer
	Reserve                      // sv: reservnummer
)

// String returns the name used in raw.clients.identity_kind.
func (k Kind) String() string {
	switch k {
	case Personal:
		return "personal"
	case Coordination:
		return "coordination"
	case Reserve:
		return "reserve"
	default:
		return ""
	}
}

// Sex is the legal sex that a number shows, numbered as in raw.clients.sex.
type Sex uint8

// Sexes.
const (
	Unknown Sex = iota
	Female
	Male
)

// String returns the name used in raw.clients.sex.
func (s Sex) String() string { return [...]string{"unknown", "female", "male"}[s] }

// Number is an identity number in its normal form. It never prints itself.
type Number struct {
	normal [12]byte
	Kind   Kind
	Sex    Sex
	// BirthMonth is the first day of the month of birth, UTC.
	BirthMonth time.Time
}

// Normal returns the 12 characters YYYYMMDDNNNN. Only the vault may keep them.
func (n Number) Normal() []byte { return n.normal[:] }

// String returns a mask, so that a number cannot reach a log by accident.
func (Number) String() string { return MaskText }

// GoString returns a mask.
func (Number) GoString() string { return MaskText }

// LogValue returns a mask.
func (Number) LogValue() slog.Value { return slog.StringValue(MaskText) }

// Rules are the settings of the parser.
type Rules struct {
	// Reserve matches the last four characters of a reserve number; nil refuses reserve numbers.
	Reserve *regexp.Regexp
}

// DefaultRules returns the documented defaults.
func DefaultRules() Rules { return Rules{Reserve: regexp.MustCompile(ReservePattern)} }

// RulesFor returns rules with a pattern for the last four characters of reserve numbers,
// the defaults where it is empty.
func RulesFor(reserve string) (Rules, error) {
	if reserve == "" {
		return DefaultRules(), nil
	}
	pattern, err := regexp.Compile(reserve)
	return Rules{Reserve: pattern}, err
}

// Parse reads a number as delivered. The reference day, the day of delivery, gives
// the century of ten-character numbers and the latest possible birth.
func (r Rules) Parse(text []byte, reference time.Time) (Number, error) {
	var n Number
	sign, err := n.normalize(text, reference)
	if err != nil {
		return Number{}, err
	}
	if err := r.classify(&n); err != nil {
		return Number{}, err
	}
	return n, n.setBirth(reference, sign)
}

// classify tells personal, coordination and reserve numbers apart and checks the check digit.
func (r Rules) classify(n *Number) error {
	last := n.normal[8:]
	if allDigits(last) {
		n.Kind = Personal
		if n.normal[6] >= '6' {
			n.Kind = Coordination
		}
		if !luhn(n.normal[2:]) {
			return ErrCheckDigit
		}
		n.Sex = Female
		if (last[2]-'0')%2 == 1 {
			n.Sex = Male
		}
		return nil
	}
	if r.Reserve == nil || !r.Reserve.Match(last) {
		return ErrForm
	}
	n.Kind = Reserve
	return nil
}

// setBirth checks the date and sets the month of birth.
func (n *Number) setBirth(reference time.Time, sign byte) error {
	year, month, day := n.date()
	if n.Kind == Coordination {
		day -= 60
	}
	born := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	switch {
	case day < 1 || month < 1 || born.Day() != day || born.Month() != time.Month(month):
		return ErrDate
	case sign == 0 && born.After(reference):
		return ErrFuture
	case year < OldestBirthYear:
		return ErrTooOld
	}
	n.BirthMonth = born.AddDate(0, 0, 1-day)
	return nil
}

// BirthDay returns the day of the month of birth, also of a coordination number.
func (n *Number) BirthDay() int {
	_, _, day := n.date()
	if day > 60 {
		day -= 60
	}
	return day
}

// date returns the date part as written.
func (n *Number) date() (year, month, day int) {
	d := func(i int) int { return int(n.normal[i] - '0') }
	return d(0)*1000 + d(1)*100 + d(2)*10 + d(3), d(4)*10 + d(5), d(6)*10 + d(7)
}
