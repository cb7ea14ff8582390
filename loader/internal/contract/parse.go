package contract

import (
	"bytes"
	"strconv"
	"time"
)

// daysOf returns days since 1970-01-01 of a civil date; false where there is no such
// day. The formula is Howard Hinnant's days_from_civil.
func daysOf(year, month, day int) (int64, bool) {
	if month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, false
	}
	y := int64(year)
	if month <= 2 {
		y--
	}
	era := y / 400
	if y < 0 {
		era = (y - 399) / 400
	}
	yoe := y - era*400
	mp := int64(month+9) % 12
	doe := yoe*365 + yoe/4 - yoe/100 + (153*mp+2)/5 + int64(day) - 1
	return era*146097 + doe - 719468, true
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	default:
		return 31
	}
}

// dayOf returns the days since 1970 of an instant's day in UTC.
func dayOf(t time.Time) int64 { return t.Unix() / 86400 }

// timeOf returns the day that is so many days after 1970-01-01.
func timeOf(days int64) time.Time { return time.Unix(days*86400, 0).UTC() }

// monthOf returns the first day of the month of a day.
func monthOf(days int64) int64 {
	return days - int64(timeOf(days).Day()) + 1
}

// yearOf returns the year of a day.
func yearOf(days int64) int64 { return int64(timeOf(days).Year()) }

// number reads digits.
func number(text []byte) (int, bool) {
	n := 0
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, len(text) > 0 && len(text) < 10
}

// dateForms says which forms of dates a column has.
type dateForms struct{ compact, dashed bool }

// parseDate reads a date. Serial numbers are days of a spreadsheet.
func parseDate(text []byte, forms dateForms, serial bool) (int64, bool) {
	switch {
	case len(text) == 8 && forms.compact:
		return civil(text[:4], text[4:6], text[6:])
	case len(text) >= 10 && forms.dashed && text[4] == '-' && text[7] == '-':
		if rest := text[10:]; len(rest) > 0 && !midnight(rest) {
			return 0, false
		}
		return civil(text[:4], text[5:7], text[8:10])
	case serial:
		return parseSerial(text)
	default:
		return 0, false
	}
}

func civil(year, month, day []byte) (int64, bool) {
	y, ok1 := number(year)
	m, ok2 := number(month)
	d, ok3 := number(day)
	if !ok1 || !ok2 || !ok3 {
		return 0, false
	}
	return daysOf(y, m, d)
}

// midnight says whether the rest of a timestamp is midnight, as exports of days write it.
func midnight(rest []byte) bool {
	return (rest[0] == 'T' || rest[0] == ' ') && len(bytes.Trim(rest[1:], "0:.Z")) == 0
}

// parseSerial reads the days of a spreadsheet, where 1 is 1900-01-01 and 60 the day
// 1900-02-29 that never was; only days after it are read.
func parseSerial(text []byte) (int64, bool) {
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || f < 61 || f >= 2958466 || f != float64(int64(f)) { // 2958465 is 9999-12-31
		return 0, false
	}
	return int64(f) - 25569, true // 25569 is 1970-01-01
}

// parseMonth reads YYYYMM, YYYY-MM, or a date in the month.
func parseMonth(text []byte, serial bool) (int64, bool) {
	switch {
	case len(text) == 6:
		return civil(text[:4], text[4:], []byte("01"))
	case len(text) == 7 && text[4] == '-':
		return civil(text[:4], text[5:], []byte("01"))
	}
	days, ok := parseDate(text, dateForms{true, true}, serial)
	if !ok {
		return 0, false
	}
	return monthOf(days), true
}

// maxDigits is how many digits of a decimal fit into an int64.
const maxDigits = 18

// parseDecimal reads digits with a decimal comma or point, a sign, and spaces between
// thousands. The value is mantissa / 10^scale, exactly.
func parseDecimal(text []byte) (mantissa int64, scale uint8, ok bool) {
	digits, seen, point, negative := 0, false, false, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			seen = true
			if mantissa == 0 && c == '0' && !point {
				continue
			}
			if digits == maxDigits {
				if point {
					continue // more decimals than any measure has
				}
				return 0, 0, false
			}
			mantissa = mantissa*10 + int64(c-'0')
			digits++
			if point {
				scale++
			}
		case (c == ',' || c == '.') && !point:
			point = true
		case (c == '-' || c == '+') && i == 0:
			negative = c == '-'
		case c == ' ' && seen && !point:
		case c == 0xc2 && i+1 < len(text) && text[i+1] == 0xa0 && seen && !point: // no-break space
			i++
		case (c == 'e' || c == 'E') && seen:
			return parseExponent(text)
		default:
			return 0, 0, false
		}
	}
	if negative {
		mantissa = -mantissa
	}
	return mantissa, scale, seen
}

// parseExponent reads a number such as 1.5E-2, as spreadsheets store small ones.
func parseExponent(text []byte) (int64, uint8, bool) {
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || f > 1e15 || f < -1e15 {
		return 0, 0, false
	}
	return parseDecimal(strconv.AppendFloat(nil, f, 'f', -1, 64))
}

// parseInteger reads a decimal without fraction.
func parseInteger(text []byte) (int64, bool) {
	n, scale, ok := parseDecimal(text)
	for ; ok && scale > 0; scale-- {
		if n%10 != 0 {
			return 0, false
		}
		n /= 10
	}
	return n, ok
}

// datetimeLayouts are the forms of instants; local time unless they say otherwise.
func datetimeLayouts() []string {
	return []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04", "20060102 15:04", "20060102150405", time.RFC3339}
}

// parseDatetime reads an instant in the zone.
func parseDatetime(text []byte, zone *time.Location, serial bool) (int64, bool) {
	s := string(text)
	for _, layout := range datetimeLayouts() {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t.Unix(), true
		}
	}
	if !serial {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 61 || f >= 2958466 {
		return 0, false
	}
	wall := time.Unix(int64((f-25569)*86400+0.5), 0).UTC() // seconds, rounded
	return time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, zone).Unix(), true
}
