package identity

import (
	"bytes"
	"time"
)

// normalize fills the 12 characters. The sign is 0 where the year had four digits.
func (n *Number) normalize(text []byte, reference time.Time) (sign byte, err error) {
	text = bytes.TrimSpace(text)
	date, last, sign, ok := split(text)
	if !ok || !allDigits(date) {
		return 0, ErrForm
	}
	for i, c := range last {
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		n.normal[8+i] = c
	}
	if len(date) == 8 {
		copy(n.normal[:8], date)
		return 0, nil
	}
	copy(n.normal[2:8], date)
	n.setCentury(sign, reference)
	return sign, nil
}

// split takes apart 12, 8-4, 10 and 6-4 characters; ten without a sign count as "-".
func split(text []byte) (date, last []byte, sign byte, ok bool) {
	switch len(text) {
	case 12:
		return text[:8], text[8:], 0, true
	case 10:
		return text[:6], text[6:], '-', true
	case 13:
		return text[:8], text[9:], 0, text[8] == '-' || text[8] == '+'
	case 11:
		return text[:6], text[7:], text[6], text[6] == '-' || text[6] == '+'
	default:
		return nil, nil, 0, false
	}
}

// setCentury completes a two-digit year. "-" is the latest birth that is not after
// the reference day; "+" is used from the year in which a person turns 100.
func (n *Number) setCentury(sign byte, reference time.Time) {
	limit := reference.Year()
	if sign == '+' {
		limit -= 100
	}
	year := limit - (limit-int(n.normal[2]-'0')*10-int(n.normal[3]-'0'))%100
	if sign == '-' && year == limit && n.monthDayAfter(reference) {
		year -= 100
	}
	n.normal[0], n.normal[1] = byte('0'+year/1000%10), byte('0'+year/100%10)
}

// monthDayAfter says whether the birthday falls later in the year than the day.
func (n *Number) monthDayAfter(day time.Time) bool {
	_, m, d := n.date()
	if d > 60 {
		d -= 60
	}
	return m > int(day.Month()) || m == int(day.Month()) && d > day.Day()
}

// allDigits says whether every byte is a digit.
func allDigits(text []byte) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(text) > 0
}

// luhn checks ten digits by the modulus-10 rule of the Swedish population register:
// weights 2, 1, 2, … from the left, digits of the products added.
func luhn(ten []byte) bool {
	return (luhnSum(ten[:9])+int(ten[9]-'0'))%10 == 0
}

func luhnSum(nine []byte) int {
	sum := 0
	for i, c := range nine {
		d := int(c - '0')
		if i%2 == 0 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum
}

// CheckDigit returns the tenth digit that belongs to nine digits YYMMDDNNN.
func CheckDigit(nine []byte) byte {
	return byte('0' + (10-luhnSum(nine)%10)%10)
}

// NumberOf reads the normal form of a number, as the vault keeps it. Only what makes
// a pseudonym is filled.
func NumberOf(normal []byte) (Number, error) {
	var n Number
	if len(normal) != len(n.normal) || !allDigits(normal[:8]) {
		return Number{}, ErrForm
	}
	copy(n.normal[:], normal)
	return n, nil
}
