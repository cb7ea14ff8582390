package trend

import (
	"math"
	"slices"
)

// personLine is Sen's line of one person and what is left around it.
type personLine struct {
	ok        bool
	known     int
	slope     float64
	centre    float64 // mean of the known months
	middle    float64 // level there
	rss       float64
	neighbour float64 // Σ of products of residuals one month apart, over rss; NaN without any
}

// scratch is memory that a worker uses again.
type scratch struct {
	month  []int
	value  []float64
	slopes []float64
}

func (s *scratch) known(row []float64) []int {
	s.month = s.month[:0]
	for t, v := range row {
		if !math.IsNaN(v) {
			s.month = append(s.month, t)
		}
	}
	return s.month
}

func (s *scratch) line(row []float64, least int) personLine {
	s.known(row)
	s.value = s.value[:0]
	for _, t := range s.month {
		s.value = append(s.value, row[t])
	}
	n := len(s.month)
	out := personLine{known: n, neighbour: math.NaN()}
	if n < least {
		return out
	}
	if cap(s.slopes) < n*(n-1)/2 {
		s.slopes = make([]float64, n*(n-1)/2)
	}
	out.ok = true
	out.slope = sen(s.month, s.value, nil, s.slopes)
	for _, t := range s.month {
		out.centre += float64(t) / float64(n)
	}
	var mean float64
	for i, t := range s.month {
		s.value[i] -= out.slope * (float64(t) - out.centre)
		mean += s.value[i] / float64(n)
	}
	out.middle = medianOf(append(s.slopes[:0], s.value...))
	var products float64
	for i := range s.value {
		s.value[i] -= mean
		out.rss += s.value[i] * s.value[i]
		if i > 0 && s.month[i] == s.month[i-1]+1 {
			products += s.value[i] * s.value[i-1]
		}
	}
	if out.rss > 1e-12*(1+out.middle*out.middle) {
		out.neighbour = products / out.rss
	}
	return out
}

// factors are variances of a line's parts for unit variance of a month.
type factors struct {
	slope    float64 // variance of the least-squares slope
	residual float64 // expected residual sum of squares
}

func factorsOf(month []int, correlation []float64) factors {
	n := float64(len(month))
	var centre float64
	for _, t := range month {
		centre += float64(t) / n
	}
	var square, sum, slope float64
	for i, t := range month {
		x := float64(t) - centre
		square += x * x
		sum++
		slope += x * x
		for _, u := range month[:i] {
			c := 2 * correlation[t-u]
			sum += c
			slope += c * x * (float64(u) - centre)
		}
	}
	return factors{slope: slope / (square * square), residual: math.Max(n-sum/n-slope/square, 0.05*n)}
}

func powers(phi float64, n int) []float64 {
	out := make([]float64, n)
	for d := range out {
		out[d] = math.Pow(phi, float64(d))
	}
	return out
}

// pool measures what persons have in common. The autocorrelation is the one under
// which the residuals of lines of the panel's length have on average the products
// that are seen; residuals themselves always show less.
func pool(lines []personLine, months int) Pooled {
	var levels, spreads []float64
	var seen, count, length float64
	for _, l := range lines {
		if !l.ok {
			continue
		}
		levels = append(levels, math.Abs(l.middle))
		if !math.IsNaN(l.neighbour) {
			seen += l.neighbour
			length += float64(l.known)
			count++
		}
	}
	out := Pooled{Persons: len(levels)}
	if count == 0 {
		return out
	}
	typical := min(int(math.Round(length/count)), months)
	out.Autocorrelation = matching(seen/count, typical)
	middle := medianOf(levels)
	out.LeastLevel = middle / 10
	f := factorsOf(sequence(typical), powers(out.Autocorrelation, typical))
	perMonth := f.residual / float64(typical-2)
	for _, l := range lines {
		if l.ok {
			level := math.Max(math.Abs(l.middle), out.LeastLevel)
			if level > 0 {
				spreads = append(spreads, l.rss/(float64(l.known-2)*perMonth*level))
			}
		}
	}
	out.Spread = trimmedMean(spreads)
	return out
}

func sequence(n int) []int {
	out := make([]int, n)
	for t := range out {
		out[t] = t
	}
	return out
}

// matching is the φ from 0 to 0.95 whose expected ratio of neighbouring products to
// squares, of residuals around a line through n months, is the one seen.
func matching(seen float64, n int) float64 {
	last, lastPhi := neighbourRatio(0, n), 0.0
	if seen <= last {
		return 0
	}
	for step := 1; step <= 19; step++ {
		phi := 0.05 * float64(step)
		r := neighbourRatio(phi, n)
		if seen <= r {
			return lastPhi + (phi-lastPhi)*(seen-last)/(r-last)
		}
		last, lastPhi = r, phi
	}
	return lastPhi
}

// neighbourRatio is tr(B M V M) / tr(M V M) with M what takes out a line and B the
// neighbouring products.
func neighbourRatio(phi float64, n int) float64 {
	m := make([][]float64, n)
	centre, square := float64(n-1)/2, float64(n)*(float64(n)*float64(n)-1)/12
	for i := range m {
		m[i] = make([]float64, n)
		for j := range m[i] {
			m[i][j] = -1/float64(n) - (float64(i)-centre)*(float64(j)-centre)/square
			if i == j {
				m[i][j]++
			}
		}
	}
	v := powers(phi, n)
	at := func(i, j int) float64 { // of M V M
		var sum float64
		for a := range n {
			for b := range n {
				sum += m[i][a] * v[abs(a-b)] * m[j][b]
			}
		}
		return sum
	}
	var products, squares float64
	for i := range n {
		squares += at(i, i)
		if i > 0 {
			products += at(i, i-1)
		}
	}
	return products / squares
}

// trimmedMean leaves out the highest tenth: persons whose course is no line.
func trimmedMean(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	keep := v[:max(1, len(v)*9/10)]
	var sum float64
	for _, x := range keep {
		sum += x / float64(len(keep))
	}
	return sum
}
