package multistate

import (
	"math"
	"slices"
)

// binning maps the values of one feature to bins. Numeric: bins 0 … m−1 are
// intervals [from, to) in ascending order. Nominal: bins 0 … m−1 are levels. The
// last bin, m, is 'missing'.
type binning struct {
	nominal bool
	cuts    []float32 // numeric: value v is in bin |{c : c ≤ v}|
	m       int
}

func (b *binning) size() int { return b.m + 1 }

// of returns the bin of a value; a level that does not exist is missing.
func (b *binning) of(v float32) uint8 {
	if v != v {
		return uint8(b.m)
	}
	if b.nominal {
		if v >= 0 && v < float32(b.m) {
			return uint8(v)
		}
		return uint8(b.m)
	}
	bin := uint8(0)
	for _, c := range b.cuts {
		if v < c {
			break
		}
		bin++
	}
	return bin
}

// bounds returns the interval of a numeric bin, NaN for the missing bin.
func (b *binning) bounds(bin int) (from, to float64) {
	if b.nominal || bin >= b.m {
		return math.NaN(), math.NaN()
	}
	from, to = math.Inf(-1), math.Inf(1)
	if bin > 0 {
		from = float64(b.cuts[bin-1])
	}
	if bin < b.m-1 {
		to = float64(b.cuts[bin])
	}
	return from, to
}

// coarsen joins neighbouring intervals two by two and returns the table from old
// to new bins.
func (b *binning) coarsen() []uint8 {
	table := make([]uint8, b.size())
	for i := range b.m {
		table[i] = uint8(i / 2)
	}
	var cuts []float32
	for i := 1; i < len(b.cuts); i += 2 {
		cuts = append(cuts, b.cuts[i])
	}
	table[b.m] = uint8(len(cuts) + 1)
	b.cuts, b.m = cuts, len(cuts)+1
	return table
}

// quantileCuts places at most bins−1 cuts so that the bins have equal numbers of
// values as far as ties allow, each half way between two neighbouring values.
func quantileCuts(values []float32, bins int) []float32 {
	slices.Sort(values)
	var distinct []float32
	var count []int
	for _, v := range values {
		if k := len(distinct); k > 0 && distinct[k-1] == v {
			count[k-1]++
		} else {
			distinct, count = append(distinct, v), append(count, 1)
		}
	}
	bins = min(bins, len(distinct))
	var cuts []float32
	left, here := len(values), 0
	for k := 0; k+1 < len(distinct) && len(cuts) < bins-1; k++ {
		here += count[k]
		open := bins - len(cuts) // bins not yet closed, this one included
		// Close when the next value would overshoot by more than this one falls short.
		if len(distinct)-1-k < open || 2*here+count[k+1] >= 2*left/open {
			cuts = append(cuts, between(distinct[k], distinct[k+1]))
			left -= here
			here = 0
		}
	}
	return cuts
}

// between returns a number c with lo < c ≤ hi.
func between(lo, hi float32) float32 {
	if c := lo/2 + hi/2; c > lo && c <= hi {
		return c
	}
	return hi
}

// sampleRows is how many rows, at least, the quantiles are of when there are more.
const sampleRows = 100_000

// learnBins reads the source once and places the cuts.
func learnBins(d *Design, src Source, bins int) ([]binning, error) {
	s := sample{values: make([][]float32, len(d.Features)), limit: math.MaxUint64}
	row := 0
	for b, err := range src.Blocks() {
		if err != nil {
			return nil, err
		}
		if err := b.check(d, row); err != nil {
			return nil, err
		}
		for i := range b.State {
			if b.Weight == nil || b.Weight[i] > 0 {
				s.add(d, &b, i, row+i)
			}
		}
		row += len(b.State)
	}
	if len(s.rows) == 0 {
		return nil, ErrEmpty
	}
	out := make([]binning, len(d.Features))
	for k, f := range d.Features {
		if levels, nominal := d.nominal(k); nominal {
			out[k] = binning{nominal: true, m: levels}
			continue
		}
		want := f.Bins
		if want == 0 {
			want = bins
		}
		known := slices.DeleteFunc(s.values[k], func(v float32) bool { return v != v })
		cuts := quantileCuts(known, want)
		out[k] = binning{cuts: cuts, m: len(cuts) + 1}
	}
	return out, nil
}

// sample keeps the rows whose mixed number is below a limit, which halves when
// there are too many: no pattern in the order of rows can spoil it.
type sample struct {
	rows   []uint64
	values [][]float32
	limit  uint64
}

func (s *sample) add(d *Design, b *Block, i, row int) {
	code := mix(uint64(row))
	if code > s.limit || d.States[b.State[i]].Absorbing {
		return
	}
	s.rows = append(s.rows, code)
	for k := range s.values {
		s.values[k] = append(s.values[k], b.X[k][i])
	}
	if len(s.rows) < 2*sampleRows {
		return
	}
	s.limit /= 2
	kept := 0
	for at, code := range s.rows {
		if code <= s.limit {
			s.rows[kept] = code
			for k := range s.values {
				s.values[k][kept] = s.values[k][at]
			}
			kept++
		}
	}
	s.rows = s.rows[:kept]
	for k := range s.values {
		s.values[k] = s.values[k][:kept]
	}
}
