package contract

import "math"

// Value is a typed value of a row.
type Value struct {
	// Null says that there is none.
	Null bool
	// Scale is the number of decimals of a decimal.
	Scale uint8
	// Int holds pseudonyms (as bits), days since 1970 of dates and months, seconds since
	// 1970 of instants, integers, 0 or 1 of bools, and the digits of decimals.
	Int int64
	// Text holds texts and codes.
	Text string
	// List holds lists of codes.
	List []string
}

// clear makes the value one that is missing. It writes only what was set: values are
// cleared once per field and row.
func (v *Value) clear() {
	v.Null, v.Int, v.Scale = true, 0, 0
	if v.Text != "" {
		v.Text = ""
	}
	if v.List != nil {
		v.List = nil
	}
}

// Float returns a decimal or integer as a number.
func (v *Value) Float() float64 {
	if v.Scale == 0 {
		return float64(v.Int)
	}
	return float64(v.Int) / math.Pow10(int(v.Scale))
}

// Scaled returns the digits of a decimal at another scale, rounded half away from
// zero; false if it does not fit.
func (v *Value) Scaled(scale uint8) (int64, bool) {
	n := v.Int
	for s := v.Scale; s < scale; s++ {
		if n > maxTenth || n < -maxTenth {
			return 0, false
		}
		n *= 10
	}
	if v.Scale > scale {
		divisor := int64(math.Pow10(int(v.Scale - scale)))
		half := divisor / 2
		if n < 0 {
			half = -half
		}
		n = (n + half) / divisor
	}
	return n, true
}

const maxTenth = (1<<63 - 1) / 10
