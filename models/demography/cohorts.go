package demography

import (
	"fmt"
	"math"
)

// changeRatios are cohort change ratios (Hamilton and Perry 1962) by sex and age:
// persons aged x + 1 over persons aged x a year before; the last but one is that
// into the open age, from the two ages that feed it.
type changeRatios [sexes][]float64

// ratios are pooled over all areas of the same ages and all pairs of years that
// are known. Where nothing is known a ratio is NaN.
func (v inhabitants) ratios(firstAge, lastAge int) changeRatios {
	var out changeRatios
	for s := range out {
		before, after := make([]float64, lastAge-firstAge+1), make([]float64, lastAge-firstAge+1)
		for _, area := range v.names() {
			g := v.areas[area]
			if g.FirstAge != firstAge || g.LastAge() != lastAge {
				continue
			}
			for t := 1; t < len(g.Values[s]); t++ {
				if !v.known[area][s][t-1] || !v.known[area][s][t] {
					continue
				}
				for x, n := range g.Values[s][t-1] {
					to := min(x, len(before)-2)
					before[to] += n
					if x+1 < len(before) {
						after[to] += g.Values[s][t][x+1]
					}
				}
			}
		}
		for x := range before {
			before[x] = after[x] / before[x]
		}
		out[s] = before
	}
	return out
}

// fill completes the years between those that are known, and goes on beyond them
// from fromYear to toYear, at most limit years each way. Notes say what was done.
func (v inhabitants) fill(area string, fromYear, toYear, limit int) (filled *Grid, notes []string, err error) {
	g, known := v.areas[area], v.known[area]
	for s := Women; s < sexes; s++ {
		first, last := -1, -1
		for t, k := range known[s] {
			if !k {
				continue
			}
			if last >= 0 && t > last+1 {
				notes = append(notes, fmt.Sprintf("population of area %q, %s: ends of %d to %d interpolated along cohorts",
					area, s, g.FirstYear+last+1, g.FirstYear+t-1))
				interpolate(g.Values[s], last, t)
			}
			if last = t; first < 0 {
				first = t
			}
		}
		if first < 0 {
			return nil, nil, fmt.Errorf("population of area %q has no %s: %w", area, s, ErrMissing)
		}
		firstYear, lastYear := g.FirstYear+first, g.FirstYear+last
		if fromYear < firstYear-limit || toYear > lastYear+limit {
			return nil, nil, fmt.Errorf("population of area %q, %s: year-ends %d to %d are needed, %d to %d are given: %w",
				area, s, fromYear, toYear, firstYear, lastYear, ErrMissing)
		}
		if fromYear < firstYear {
			notes = append(notes, fmt.Sprintf("population of area %q, %s: ends of %d to %d taken back along cohorts", area, s, fromYear, firstYear-1))
		}
		if toYear > lastYear {
			notes = append(notes, fmt.Sprintf("population of area %q, %s: ends of %d to %d taken on along cohorts", area, s, lastYear+1, toYear))
		}
	}
	return v.extend(area, fromYear, toYear), notes, nil
}

// extend copies an area's grid and takes it to the years asked for.
func (v inhabitants) extend(area string, fromYear, toYear int) *Grid {
	g, known := v.areas[area], v.known[area]
	first, last := min(fromYear, g.FirstYear), max(toYear, g.LastYear())
	out := NewGrid(first, last-first+1, g.FirstAge, g.LastAge()-g.FirstAge+1)
	ratios := v.ratios(g.FirstAge, g.LastAge())
	for s := range out.Values {
		from, to := -1, -1
		for t, k := range known[s] {
			if k {
				to = t + g.FirstYear - first
				if from < 0 {
					from = to
				}
			}
		}
		for t := from; t <= to; t++ {
			copy(out.Values[s][t], g.Values[s][t+first-g.FirstYear])
		}
		for t := to + 1; t < len(out.Values[s]); t++ {
			forward(out.Values[s][t-1], out.Values[s][t], ratios[s])
		}
		for t := from - 1; t >= 0; t-- {
			backward(out.Values[s][t], out.Values[s][t+1], ratios[s])
		}
	}
	return out
}

// interpolate fills the years between two known ones: geometrically along a
// cohort, straight in time for an age whose cohort is not seen at both ends.
func interpolate(years [][]float64, from, to int) {
	n := to - from
	last := len(years[from]) - 1
	for i := 1; i < n; i++ {
		share := float64(i) / float64(n)
		for x := range years[from] {
			a, b := years[from][x], years[to][x]
			if young, old := x-i, x-i+n; young >= 0 && old < last {
				a, b = years[from][young], years[to][old]
				if a > 0 && b > 0 {
					years[from+i][x] = math.Pow(a, 1-share) * math.Pow(b, share)
					continue
				}
			}
			years[from+i][x] = (1-share)*a + share*b
		}
	}
}

// forward makes the next year: the youngest age stays, and so does an age whose
// ratio is unknown.
func forward(before, after []float64, ratio []float64) {
	last := len(before) - 1
	copy(after, before)
	for x := 1; x <= last; x++ {
		r, n := ratio[x-1], before[x-1]
		if x == last {
			n += before[last]
		}
		if !math.IsNaN(r) && !math.IsInf(r, 0) {
			after[x] = n * r
		}
	}
}

// backward makes the year before: the two oldest ages stay, since the open group
// does not tell who had just joined it.
func backward(before, after []float64, ratio []float64) {
	copy(before, after)
	for x := 0; x < len(before)-2; x++ {
		if r := ratio[x]; r > 0 && !math.IsInf(r, 0) {
			before[x] = after[x+1] / r
		}
	}
}
