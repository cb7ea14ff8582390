package trend

// form is the course of one column of the design over the months.
type form uint8

const (
	constant form = iota
	line          // months since the middle of the series
	season        // +1 in its calendar month, −1 in the last of the period
	reported      // step at a reporting break
	step          // 1 from a month on
	kink          // 1, 2, 3 … from a month on
	odd           // 1 in one month
)

// term is one column: its form and the month that it is about (for a season the
// place in the period).
type term struct {
	form form
	at   int
}

// frame is what turns terms into numbers.
type frame struct {
	period int
	first  int     // place of month 0 in the period, from 0
	middle float64 // month
}

// value of a term in a month.
func (f frame) value(k term, month int) float64 {
	switch k.form {
	case constant:
		return 1
	case line:
		return float64(month) - f.middle
	case season:
		switch month % f.period {
		case k.at:
			return 1
		case f.period - 1:
			return -1
		}
	case reported, step:
		if month >= k.at {
			return 1
		}
	case kink:
		return float64(max(0, month-k.at+1))
	case odd:
		if month == k.at {
			return 1
		}
	}
	return 0
}

// base are the terms that are there before any search.
func (f frame) base(seasonal bool, reports []int) []term {
	out := []term{{constant, 0}, {line, 0}}
	if seasonal {
		for j := range f.period - 1 {
			out = append(out, term{season, j})
		}
	}
	for _, b := range reports {
		out = append(out, term{reported, b})
	}
	return out
}

// column of a term over the known months.
func (f frame) column(k term, month []int) []float64 {
	out := make([]float64, len(month))
	for i, t := range month {
		out[i] = f.value(k, t)
	}
	return out
}
