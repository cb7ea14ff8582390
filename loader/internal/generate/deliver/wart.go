package deliver

import "github.com/framsyn/framsyn/loader/internal/generate/life"

// Wart is a fault that deliveries have in life, planted in known numbers.
type Wart int

// The warts that single rows get.
const (
	NoWart         Wart = iota
	Late                // left out of the first delivery; comes in the supplement
	WrongValue          // a readable but wrong value; the supplement has the right version of the row
	Duplicate           // the same row twice in a file
	EndBeforeStart      // ended before it was executed
	Limitation7         // a limitation outside the scale
	CheckDigit          // an identity number with a wrong check digit
	GroupCode           // a KVÅ code that ends in 000
	FutureDate          // a date after the delivery
	EmptyField          // a required field is empty
	TextInNumber        // letters in a number
	NumberInText        // an identity number in free text
	Systematic          // a fault in many rows of a month, mended by a corrected complete delivery
	WholeHours          // hours without decimals (level break)
	NoReport            // visits of a provider that does not report (level break)
	NoKVA               // a patient month of a private provider, which reports no KVÅ
	Lost                // rows of a month that never came
	NotYet              // rows of a month whose file comes after the as-of day
	NWarts
)

// WartName is the name of a wart in warts.csv.
func WartName(w Wart) string {
	return [NWarts]string{
		"none", "late_row", "corrected_row", "duplicate_row", "ended_before_executed", "limitation_7", "wrong_check_digit",
		"kva_ends_in_000", "future_date", "required_field_empty", "text_in_number", "identity_number_in_wording", "systematic_fault",
		"whole_hours_level_break", "provider_silent_level_break", "private_patient_month_without_kva", "month_missing_row", "month_not_yet_delivered_row",
	}[w]
}

// IsBad says whether a row with the wart cannot be accepted.
func (w Wart) IsBad() bool { return w >= EndBeforeStart && w <= TextInNumber }

// wartRates are chances per row; chosen so that each kind occurs at 2,000 clients and stays below a few per cent.
type wartRates struct {
	late, wrong, duplicate, bad float64
	kinds                       []Wart
}

func ratesOf(src Source) wartRates {
	return [NSources + 1]wartRates{
		SOL1:  {.006, .002, .0006, .0015, []Wart{CheckDigit, EmptyField, TextInNumber}},
		SOL2:  {.015, .008, .002, .012, []Wart{EndBeforeStart, CheckDigit, EmptyField, EndBeforeStart}},
		KHSL1: {.006, 0, .0004, .002, []Wart{CheckDigit, EmptyField}},
		KHSL2: {0, 0, 0, .002, []Wart{GroupCode, CheckDigit, FutureDate, GroupCode}},
		IBIC:  {.008, .003, .0008, .005, []Wart{Limitation7, FutureDate, CheckDigit, EmptyField, Limitation7}},
		BESOK: {.0012, .0006, .0001, .0002, []Wart{TextInNumber, FutureDate, EmptyField, CheckDigit}},
	}[src]
}

// limits are the rates as bounds on a 64-bit number, for one source and month.
type limits struct {
	late, wrong, duplicate, bad uint64
	kinds                       []Wart
}

// limitsOf leaves out what needs a supplement when none comes, and everything in a month that is delivered anew.
func (p *Plan) limitsOf(src Source, now life.Month) limits {
	r := ratesOf(src)
	if p.redone(src, now) || !p.Comes(src, now, First) {
		return limits{}
	}
	const one = 1 << 63
	l := limits{kinds: r.kinds}
	if p.Comes(src, now, Supplement) {
		l.late = uint64(r.late * one * 2)
		l.wrong = l.late + uint64(r.wrong*one*2)
		l.bad = l.wrong + uint64(r.bad*one*2)
	}
	l.duplicate = l.bad + uint64(r.duplicate*one*2)
	return l
}

// pick turns a random number into a wart.
func (l *limits) pick(u uint64) Wart {
	switch {
	case u >= l.duplicate:
		return NoWart
	case u < l.late:
		return Late
	case u < l.wrong:
		return WrongValue
	case u < l.bad:
		return l.kinds[life.Mix(u)%uint64(len(l.kinds))]
	}
	return Duplicate
}

// Counts are numbers of rows by source and wart.
type Counts [NSources][NWarts]int

// Add adds other counts.
func (c *Counts) Add(o *Counts) {
	for s := range c {
		for w := range c[s] {
			c[s][w] += o[s][w]
		}
	}
}
