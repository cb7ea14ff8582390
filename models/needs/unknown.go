package needs

const (
	severityBands = 6   // of the mean limitation, half a degree wide; chosen
	bandWeight    = 5.0 // pseudo-observations of a category's own distribution behind each band; chosen
	allWeight     = 1.0 // and of all categories' distribution behind each category; chosen
)

// DegreeShares are, for one category, the shares of the degrees among clients
// whose other needs have a mean limitation in a band: 0 up to ½, ½ up to 1 and so
// on, the last from 2½. They say what an unknown limitation counts as.
type DegreeShares [severityBands][Degrees]float64

// severity sums the known limitations of a row.
type severity struct{ sum, n int }

func severityOf(needs []Need) severity {
	var s severity
	for _, need := range needs {
		if need.Limitation < Degrees {
			s.sum += need.Limitation
			s.n++
		}
	}
	return s
}

// without leaves one known limitation out.
func (s severity) without(limitation int) severity { return severity{s.sum - limitation, s.n - 1} }

func (s severity) band() int {
	if s.n <= 0 {
		return 0
	}
	return min(2*s.sum/s.n, severityBands-1)
}

// learnShares counts degrees by category and band, each band shrunk towards its
// category and each category towards all.
func learnShares(s *Sample) []DegreeShares {
	counts := make([]DegreeShares, len(s.Categories))
	for i := range s.Rows {
		r := &s.Rows[i]
		grave := severityOf(r.Needs)
		for _, need := range r.Needs {
			if need.Limitation < Degrees {
				counts[need.Category][grave.without(need.Limitation).band()][need.Limitation] += r.weight()
			}
		}
	}
	var all [Degrees]float64
	for c := range counts {
		for b := range counts[c] {
			for l, n := range counts[c][b] {
				all[l] += n
			}
		}
	}
	even := [Degrees]float64{.2, .2, .2, .2, .2}
	all = shrunk(all, even, allWeight)
	for c := range counts {
		var own [Degrees]float64
		for b := range counts[c] {
			for l, n := range counts[c][b] {
				own[l] += n
			}
		}
		own = shrunk(own, all, allWeight)
		for b := range counts[c] {
			counts[c][b] = shrunk(counts[c][b], own, bandWeight)
		}
	}
	return counts
}

// shrunk is (n + k·prior) / (Σn + k).
func shrunk(n, prior [Degrees]float64, k float64) [Degrees]float64 {
	total := k
	for _, v := range n {
		total += v
	}
	for l := range n {
		n[l] = (n[l] + k*prior[l]) / total
	}
	return n
}
