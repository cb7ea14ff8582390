package courses

// Monthly are sums over persons by resource, area and month.
type Monthly struct {
	From, To, Areas int
	sums            []float64 // by area, month and resource
}

// Observed sums the histories' hours and clients over the months from … to.
func Observed(h *Histories, areas, from, to int) *Monthly {
	if areas <= 0 {
		panic(panicAreas)
	}
	m := &Monthly{From: from, To: to, Areas: areas, sums: make([]float64, areas*max(0, to-from+1)*int(resources))}
	for i, month := range h.Month {
		if int(month) < from || int(month) > to {
			continue
		}
		state := stateOf(h.Status[i], h.HomeCareH[i])
		if state >= liveStates {
			continue
		}
		row := m.sums[(int(h.Area[i])*(to-from+1)+int(month)-from)*int(resources):]
		hours := [hourKinds]float32{h.hours(i, 0), h.NurseH[i], h.RehabH[i], h.hours(i, 3)}
		book(row, &hours, state, h.short(i), 1)
	}
	return m
}

// Series returns the sums of a resource by month; area may be Total.
func (m *Monthly) Series(area int, r Resource) []float64 {
	if area < Total || area >= m.Areas || r < 0 || r >= resources {
		panic(panicCell)
	}
	months := m.To - m.From + 1
	out := make([]float64, months)
	from, to := area, area+1
	if area == Total {
		from, to = 0, m.Areas
	}
	for a := from; a < to; a++ {
		for t := range out {
			out[t] += m.sums[(a*months+t)*int(resources)+int(r)]
		}
	}
	return out
}
