package life

// NumberKind tells the three kinds of identity numbers apart.
type NumberKind uint8

// The kinds of identity numbers.
const (
	Personal     NumberKind = iota // personnummer
	Coordination                   // samordningsnummer: the day of birth + 60
	Reserve                        // reserve number: letters among the last four characters
)

// Number is an identity number of a made-up person. Serials 980-999 are set apart for tests; the third digit is odd for men.
type Number struct {
	Birth  Date
	Serial uint16
	Kind   NumberKind
}

// Append appends YYYYMMDDNNNN, with sep before the last four when sep is not 0.
func (n Number) Append(b []byte, sep byte) []byte {
	day := n.Birth
	if n.Kind == Coordination {
		day += 60
	}
	b = day.AppendCompact(b)
	return n.appendTail(b, sep)
}

// AppendShort appends YYMMDD-NNNN, or YYMMDD+NNNN from the year the person turns 100.
func (n Number) AppendShort(b []byte, year int) []byte {
	sep := byte('-')
	if year-int(n.Birth)/10000 >= 100 {
		sep = '+'
	}
	day := n.Birth
	if n.Kind == Coordination {
		day += 60
	}
	var d [8]byte
	b = append(b, day.AppendCompact(d[:0])[2:]...)
	return n.appendTail(b, sep)
}

func (n Number) appendTail(b []byte, sep byte) []byte {
	if sep != 0 {
		b = append(b, sep)
	}
	s := n.Serial
	if n.Kind == Reserve {
		return append(b, byte('A'+s/100), byte('0'+s/10%10), byte('0'+s%10), 'X')
	}
	return append(b, byte('0'+s/100), byte('0'+s/10%10), byte('0'+s%10), byte('0'+n.CheckDigit()))
}

// CheckDigit is the Luhn digit over YYMMDDNNN.
func (n Number) CheckDigit() int {
	day := int(n.Birth)
	if n.Kind == Coordination {
		day += 60
	}
	v, sum := day%1000000*1000+int(n.Serial), 0
	for i := range 9 {
		d := v % 10
		v /= 10
		if i%2 == 0 {
			d *= 2
			d -= d / 10 * 9
		}
		sum += d
	}
	return (10 - sum%10) % 10
}

// String is the number as YYYYMMDDNNNN.
func (n Number) String() string { return string(n.Append(nil, 0)) }

// Numbers hands out serials. Its memory is one counter for each birth date and sex in use, whatever the number of persons.
type Numbers struct {
	used map[Date]uint16
}

// NewNumbers returns an empty register of used serials.
func NewNumbers() *Numbers { return &Numbers{used: make(map[Date]uint16)} }

// Next returns the next free serial of a birth date and sex: first 999 down to 980, then, when the date has run out, 979 and down.
func (n *Numbers) Next(birth Date, sex Sex) uint16 {
	key := birth*2 + Date(sex)
	k := n.used[key]
	n.used[key] = k + 1
	odd := uint16(1)
	if sex == Woman {
		odd = 0
	}
	return (998 + odd - 2*k) % 1000
}
