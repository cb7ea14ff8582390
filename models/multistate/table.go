package multistate

import "math"

// Table holds hazards for fast use: the odds of each next state are a product of
// one factor per feature, so that a step costs no exponential and no allocation.
// It is safe for concurrent use. Rows that do not fit panic, as an index does.
type Table struct {
	design    *Design
	rules     rules
	bins      []binning
	off       []int
	origins   []tableOrigin
	memory    []memoryFeature
	stayBin   []uint8 // bin of each number of periods of a stay, 0 = not known
	stateBins int     // bin of 'no state'
	slow      []int   // features that change seldom
	fast      []int   // Lag, Periods and Mean
}

type tableOrigin struct {
	ref    uint8
	dest   []uint8
	base   []float64 // by dest: odds against the reference at effects 0
	factor []float64 // global bin × dest
}

type memoryFeature struct {
	feature int
	role    Role
}

// maxExponent keeps a product of factors finite.
const maxExponent = 600

func (m *Model) table(all []scores) *Table {
	t := &Table{design: &m.Design, rules: m.Design.rules(), bins: m.bins, off: m.off, stateBins: len(m.Design.States)}
	bound := maxExponent / float64(len(m.bins)+2)
	factor := func(x []float64) []float64 {
		out := make([]float64, len(x))
		for i, v := range x {
			out[i] = math.Exp(min(max(v, -bound), bound))
		}
		return out
	}
	for i := range m.origins {
		o := &m.origins[i]
		t.origins = append(t.origins, tableOrigin{o.ref, o.dest, factor(all[i].alpha), factor(all[i].eta)})
	}
	longest := 1
	for k, f := range m.Design.Features {
		if f.Role.remembered() {
			t.memory = append(t.memory, memoryFeature{k, f.Role})
		}
		if f.Role == Lag || f.Role == Periods || f.Role == Mean {
			t.fast = append(t.fast, k)
		} else {
			t.slow = append(t.slow, k)
		}
		if cuts := m.bins[k].cuts; f.Role == Periods && len(cuts) > 0 {
			longest = max(longest, int(min(math.Ceil(float64(cuts[len(cuts)-1])), math.MaxUint16)))
		}
	}
	t.rules.cap = uint16(longest)
	for _, f := range t.memory {
		if f.role == Periods {
			t.stayBin = make([]uint8, longest+1)
			t.stayBin[0] = uint8(m.bins[f.feature].m)
			for n := 1; n <= longest; n++ {
				t.stayBin[n] = m.bins[f.feature].of(float32(n))
			}
		}
	}
	return t
}

// BinOf returns the bin of a value of a feature.
func (t *Table) BinOf(feature int, v float32) uint8 { return t.bins[feature].of(v) }

// Bins writes the bins of a row to dst, one per feature.
func (t *Table) Bins(dst []uint8, x []float32) {
	for k := range t.bins {
		dst[k] = t.bins[k].of(x[k])
	}
}

// Begin is the memory of a first period, in a state. Known tells that the stay
// began then and not before.
func (t *Table) Begin(state uint8, known bool) Memory { return t.rules.begin(state, known) }

// Move takes a memory one period on.
func (t *Table) Move(m *Memory, to uint8) { t.rules.move(m, to) }

// MemoryBins writes the bins of the remembered features, and leaves others alone.
func (t *Table) MemoryBins(dst []uint8, m *Memory) {
	for _, f := range t.memory {
		switch f.role {
		case Lag:
			dst[f.feature] = uint8(min(int(m.Lag), t.stateBins))
		case Before:
			dst[f.feature] = uint8(min(int(m.Before), t.stateBins))
		case Periods:
			dst[f.feature] = t.stayBin[min(int(m.Periods), len(t.stayBin)-1)]
		case Mean:
			dst[f.feature] = t.bins[f.feature].of(t.rules.relative(m))
		case Fixed, Clock:
		}
	}
}

// odds writes the odds of dest against the reference and returns the reference's
// own (1 or its multiplier) and the sum of all.
func (t *Table) odds(dst *[maxStates]float64, o *tableOrigin, bins []uint8, multiplier []float64) (ref, sum float64) {
	d := len(o.dest)
	p := dst[:d]
	copy(p, o.base)
	for k, bin := range bins {
		at := (t.off[k] + int(bin)) * d
		row := o.factor[at : at+d]
		for j := range p {
			p[j] *= row[j]
		}
	}
	ref = 1
	if multiplier != nil {
		ref = multiplier[o.ref]
		for j, to := range o.dest {
			p[j] *= multiplier[to]
		}
	}
	sum = ref
	for _, v := range p {
		sum += v
	}
	return ref, sum
}

// Probabilities writes the probability of each state one period on to dst. Bins
// has one bin per feature; multiplier multiplies the odds of each next state, nil
// for none. A state never left or never seen keeps its person.
func (t *Table) Probabilities(dst []float64, state uint8, bins []uint8, multiplier []float64) {
	var room [maxStates]float64
	o := &t.origins[state]
	ref, sum := t.odds(&room, o, bins, multiplier)
	clear(dst)
	if !(sum > 0) {
		dst[state] = 1
		return
	}
	dst[o.ref] = ref / sum
	for j, to := range o.dest {
		dst[to] = room[j] / sum
	}
}

// Next draws the state one period on; u is uniform on [0, 1).
func (t *Table) Next(state uint8, bins []uint8, multiplier []float64, u float64) uint8 {
	var room [maxStates]float64
	o := &t.origins[state]
	ref, sum := t.odds(&room, o, bins, multiplier)
	return o.pick(&room, ref, u*sum, state)
}

// pick finds the state that u, uniform below the sum of the odds, falls on.
func (o *tableOrigin) pick(odds *[maxStates]float64, ref, u float64, state uint8) uint8 {
	if u < ref {
		return o.ref
	}
	u -= ref
	for j, to := range o.dest {
		if u < odds[j] {
			return to
		}
		u -= odds[j]
	}
	if ref > 0 || len(o.dest) == 0 { // rounding
		return o.ref
	}
	return state
}
