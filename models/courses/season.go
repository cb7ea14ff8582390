package courses

import "math"

// season holds the calendar factor of each resource's hours, by month mod 12,
// geometric mean one; all ones when the data show no season.
type season [hourKinds][12]float64

const (
	seasonYears = 2     // times that each month-to-month step must have been seen
	seasonLimit = 19.68 // 95 % point of χ² with 11 degrees of freedom
)

func noSeason() season {
	var s season
	for r := range s {
		for k := range s[r] {
			s[r][k] = 1
		}
	}
	return s
}

// at is the factor of a resource in a month; persons have none.
func (s *season) at(r Resource, month int) float64 {
	kind, ok := kindOf(r)
	if !ok {
		return 1
	}
	return s[kind][calendar(month)]
}

// learnSeason compares the hours of persons who are there in both of two
// consecutive months: log ratios, averaged by calendar month, centred so that
// growth falls away, and cumulated. A pattern within chance is dropped; another
// is shrunk as by James and Stein.
func learnSeason(h *Histories, first, origin int) season {
	out := noSeason()
	n := origin - first + 1
	if n < 12*seasonYears+1 {
		return out
	}
	var now, before [hourKinds][]float64
	for r := range now {
		now[r], before[r] = make([]float64, n), make([]float64, n)
	}
	for p := range h.Person {
		for i := h.Offset[p] + 1; i < h.Offset[p+1] && int(h.Month[i]) <= origin; i++ {
			if h.Status[i] >= Dead || h.Status[i-1] >= Dead {
				continue
			}
			t := int(h.Month[i]) - first
			for r := range now {
				now[r][t] += float64(h.hours(i, r))
				before[r][t] += float64(h.hours(i-1, r))
			}
		}
	}
	for r := range out {
		steps := make([]float64, n)
		for t := range steps {
			steps[t] = math.Log(now[r][t] / before[r][t])
		}
		out[r] = calendarFactors(steps[1:], first+1)
	}
	return out
}

// calendarFactors turns log ratios of consecutive months, the first of them that of
// month from, into calendar factors.
func calendarFactors(steps []float64, from int) [12]float64 {
	out := noSeason()[0]
	skip := len(steps) % 12 // whole years, the latest
	steps, from = steps[skip:], from+skip
	var mean [12]float64
	var overall float64
	for t, v := range steps {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return out // a month without hours
		}
		mean[calendar(from+t)] += v
		overall += v
	}
	years := float64(len(steps) / 12)
	overall /= float64(len(steps))
	var between, within float64
	for k := range mean {
		mean[k] = mean[k]/years - overall
		between += mean[k] * mean[k]
	}
	for t, v := range steps {
		d := v - overall - mean[calendar(from+t)]
		within += d * d
	}
	variance := within / (12 * (years - 1))
	chi := years * between / variance
	if !(chi > seasonLimit) {
		return out
	}
	keep := 1 - 11/chi
	var level, centre float64
	for k := range mean {
		level += mean[k]
		out[k] = level
		centre += level / 12
	}
	for k := range out {
		// On a grid of 2⁻²⁰, so that the order of rows leaves no trace.
		out[k] = math.Round(math.Exp(keep*(out[k]-centre))*(1<<20)) / (1 << 20)
	}
	return out
}

func calendar(month int) int { return ((month % 12) + 12) % 12 }
