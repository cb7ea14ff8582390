package additive

import "math"

// Kind is what a bin holds.
type Kind string

// The kinds of bins.
const (
	KindIntercept Kind = "intercept" // every row
	KindInterval  Kind = "interval"  // From ≤ value < To
	KindMissing   Kind = "missing"   // no value
	KindLevel     Kind = "level"     // value = Level
	KindUnknown   Kind = "unknown"   // a level that has no row of its own: rare or never seen
)

// Row is one contribution of a model: a line of a table that scores by
// selecting, for each class and term, the row whose bin (or pair of bins) holds
// the values at hand, and adding up.
type Row struct {
	Class         int     // 0, or 1 … K−1 for Multinomial, whose class 0 is the reference
	Term          string  // name; "" for the intercept
	Feature       string  // "" for the intercept
	FeatureB      string  // "" unless the term is a pair
	Bin, BinB     int     // place within the feature, from 0; BinB is −1 unless the term is a pair
	Kind, KindB   Kind    // KindB is "" unless the term is a pair
	From, To      float64 // of an interval: the lowest From is −Inf, the highest To +Inf; else NaN
	FromB, ToB    float64
	Level, LevelB string    // of a level
	Contribution  float64   // to the score, on the scale of the link
	StandardError float64   // standard deviation of Bags
	Bags          []float64 // contribution in each bag; their mean is Contribution
	Persons       int       // in training; 0 also for fewer than may be published
	Weight        float64   // sum of case weights in training; 0 where Persons is
}

// side is what a row says about one feature: a bin, or a coarse group of bins.
type side struct {
	bin      int
	kind     Kind
	from, to float64
	level    string
	fine     int // a bin in the group, by which contributions are looked up
}

// sides lists the bins of a feature; with a grouping, neighbouring intervals of a
// group become one, numbered by their group.
func (b *binning) sides(g *grouping) []side {
	var out []side
	nan := math.NaN()
	for i := range b.size() {
		s := side{bin: i, fine: i, from: nan, to: nan}
		switch {
		case i == b.missing():
			s.kind = KindMissing
		case b.feature.Nominal() && i == b.m:
			s.kind = KindUnknown
		case b.feature.Nominal():
			s.kind, s.level = KindLevel, b.names[i]
		default:
			s.kind = KindInterval
			s.from, s.to = b.bounds(i)
			if k := len(out) - 1; g != nil && i > 0 && g.of[i] == g.of[i-1] {
				out[k].to = s.to
				continue
			}
		}
		s.bin = len(out)
		out = append(out, s)
	}
	return out
}

// Rows returns the model as rows: by class, the intercept first, then the terms
// in order and their bins. Header and rows are the whole model.
func (m *Model) Rows() []Row {
	var out []Row
	for fn := range m.Functions() {
		class := 0
		if m.Family == Multinomial {
			class = fn + 1
		}
		nan := math.NaN()
		out = append(out, m.Intercept[fn].row(Row{
			Class: class, BinB: -1, Kind: KindIntercept, From: nan, To: nan, FromB: nan, ToB: nan,
			Persons: m.Status.Persons, Weight: m.Status.Weight,
		}))
		for i := range m.Terms {
			out = m.termRows(out, &m.Terms[i], fn, class)
		}
	}
	return out
}

func (e Effect) row(r Row) Row {
	r.Contribution, r.StandardError, r.Bags = e.Value, e.StandardError(), append([]float64(nil), e.Bags...)
	return r
}

func (m *Model) termRows(out []Row, t *Term, fn, class int) []Row {
	if t.B < 0 {
		for _, a := range m.bins[t.A].sides(nil) {
			out = append(out, t.Effects[fn][a.fine].row(t.row(m, class, a, side{bin: -1, from: math.NaN(), to: math.NaN()}, a.fine)))
		}
		return out
	}
	for _, a := range m.bins[t.A].sides(&t.ga) {
		for _, b := range m.bins[t.B].sides(&t.gb) {
			cell := int(t.ga.of[a.fine])*t.gb.n + int(t.gb.of[b.fine])
			out = append(out, t.Effects[fn][cell].row(t.row(m, class, a, b, cell)))
		}
	}
	return out
}

func (t *Term) row(m *Model, class int, a, b side, cell int) Row {
	r := Row{
		Class: class, Term: t.Name, Feature: m.Features[t.A].Name, Bin: a.bin, BinB: b.bin, Kind: a.kind, KindB: b.kind,
		From: a.from, To: a.to, FromB: b.from, ToB: b.to, Level: a.level, LevelB: b.level,
		Persons: t.Persons[cell], Weight: t.Weight[cell],
	}
	if t.B >= 0 {
		r.FeatureB = m.Features[t.B].Name
	}
	return r
}
