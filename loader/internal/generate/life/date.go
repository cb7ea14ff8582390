package life

import (
	"fmt"
	"strconv"
	"time"
)

// Month counts calendar months: 12 x year + month - 1.
type Month int32

// MonthOf returns the Month of a year and a month number 1-12.
func MonthOf(year, month int) Month { return Month(year*12 + month - 1) }

// ParseMonth reads YYYY-MM.
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return 0, fmt.Errorf("month %q: want YYYY-MM", s)
	}
	return MonthOf(t.Year(), int(t.Month())), nil
}

// Year returns the calendar year.
func (m Month) Year() int { return int(m) / 12 }

// Number returns the month of the year, 1-12.
func (m Month) Number() int { return int(m)%12 + 1 }

// Days returns the number of days of the month.
func (m Month) Days() int {
	return time.Date(m.Year(), time.Month(m.Number()+1), 0, 0, 0, 0, 0, time.UTC).Day()
}

// Date returns a day of the month; days past its end become its last day.
func (m Month) Date(day int) Date {
	return Date(m.Year()*10000 + m.Number()*100 + max(1, min(day, m.Days())))
}

// Compact is the month as YYYYMM.
func (m Month) Compact() string { return strconv.Itoa(m.Year()*100 + m.Number()) }

// String is the month as YYYY-MM.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year(), m.Number()) }

// Date is a calendar day written YYYYMMDD as a number; 0 is none.
type Date int32

// Day returns the day of the month.
func (d Date) Day() int { return int(d) % 100 }

// Month returns the month the day is in.
func (d Date) Month() Month { return MonthOf(int(d)/10000, int(d)/100%100) }

// Time returns the day as a time at midnight UTC.
func (d Date) Time() time.Time {
	return time.Date(int(d)/10000, time.Month(int(d)/100%100), int(d)%100, 0, 0, 0, 0, time.UTC)
}

// Add returns the day n days later.
func (d Date) Add(n int) Date {
	if day := d.Day() + n; day >= 1 && day <= 28 {
		return d + Date(n)
	}
	t := d.Time().AddDate(0, 0, n)
	return Date(t.Year()*10000 + int(t.Month())*100 + t.Day())
}

// AppendCompact appends the day as YYYYMMDD, or nothing when there is none.
func (d Date) AppendCompact(b []byte) []byte {
	if d == 0 {
		return b
	}
	return append(b, byte('0'+d/10000000), byte('0'+d/1000000%10), byte('0'+d/100000%10), byte('0'+d/10000%10),
		byte('0'+d/1000%10), byte('0'+d/100%10), byte('0'+d/10%10), byte('0'+d%10))
}

// AppendDashed appends the day as YYYY-MM-DD, or nothing when there is none.
func (d Date) AppendDashed(b []byte) []byte {
	if d == 0 {
		return b
	}
	return append(b, byte('0'+d/10000000), byte('0'+d/1000000%10), byte('0'+d/100000%10), byte('0'+d/10000%10), '-',
		byte('0'+d/1000%10), byte('0'+d/100%10), '-', byte('0'+d/10%10), byte('0'+d%10))
}
