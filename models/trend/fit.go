package trend

import (
	"math"
	"slices"
)

// leastFree is what must be left over of known months after slope and reporting breaks.
const leastFree = 8

// Fit finds level, slope, season, change points and odd months of one series. What is
// too short or has too few persons behind it gets a verdict that says so; errors are
// for input that cannot be meant.
func Fit(s Series, o Options) (Trend, error) {
	o = o.withDefaults()
	if err := o.validate(); err != nil {
		return Trend{}, err
	}
	if err := s.validate(); err != nil {
		return Trend{}, err
	}
	o.stock = s.Stock || s.Kind == Clients
	out := s.blank(o)
	month := s.known()
	reports := within(s.breaks(), month)
	if len(month) < minMonths || len(month)-2-len(reports) < leastFree {
		out.Summary.Verdict = TooShort
		if out.Summary.Support == TooFew {
			out.Summary.Verdict = TooFewPersons
		}
		return out, nil
	}
	y := make([]float64, len(month))
	for i, t := range month {
		y[i] = s.Values[t]
	}
	common := s.common(month, y, reports, o)
	p := newProblem(month, y, merged(reports, common), o)
	p.first = int(s.First.Month()) - 1
	_, set := p.solve()
	out.fill(p, set, common)
	out.judge(o)
	return out, nil
}

// within are the breaks that have a known month on both sides.
func within(breaks, month []int) []int {
	var out []int
	for _, b := range breaks {
		if len(month) > 0 && b > month[0] && b <= month[len(month)-1] {
			out = append(out, b)
		}
	}
	return out
}

func merged(a, b []int) []int {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}

// blank is a trend that knows nothing but the input.
func (s Series) blank(o Options) Trend {
	out := Trend{
		first: s.First, kind: s.Kind, Noise: Noise{math.NaN(), math.NaN()},
		Summary: Summary{Slope: unknown(), Level: unknown(), P: math.NaN(), Persons: math.NaN()},
	}
	known := s.known()
	persons := s.Persons
	if persons == nil && s.Kind == Clients {
		persons = s.Values
	}
	isKnown := make([]bool, len(s.Values))
	for _, t := range known {
		isKnown[t] = true
	}
	for t, v := range s.Values {
		m := Month{Value: math.NaN(), Adjusted: math.NaN(), Level: unknown(), Comparable: unknown(), Slope: unknown(), Missing: !isKnown[t]}
		if isKnown[t] {
			m.Value = v
		}
		if persons != nil && isKnown[t] {
			m.Support = o.support(persons[t])
		}
		out.Months = append(out.Months, m)
	}
	out.Summary.Known = len(known)
	for _, ok := range isKnown[max(0, len(isKnown)-12):] {
		if !ok {
			out.Summary.Lacking++
		}
	}
	var last []float64
	for _, t := range known[max(0, len(known)-12):] {
		if persons != nil && !math.IsNaN(persons[t]) {
			last = append(last, persons[t])
		}
	}
	if len(last) > 0 {
		out.Summary.Persons = medianOf(last)
		out.Summary.Support = o.support(out.Summary.Persons)
	}
	if len(known) > 0 {
		out.Summary.Since = known[0]
	}
	return out
}

func (o Options) support(persons float64) Support {
	switch {
	case math.IsNaN(persons):
		return Unknown
	case persons < o.MinPersons:
		return TooFew
	case persons < o.FewPersons:
		return Few
	}
	return Enough
}

// fill writes the solution into the months.
func (t *Trend) fill(p *problem, set, common []int) {
	robust, e, since := p.slope(set)
	slope, chance := unknown(), math.NaN()
	if len(robust) > 0 {
		all := p.widened(robust, set)
		slope = all.around(robust[0].value, e.confidence, e.stretch)
		chance = all.chance(slope.Value, e.stretch)
	}
	last := p.month[len(p.month)-1]
	t.Season = e.season()
	t.Noise = e.noise()
	t.Changes = p.changes(e, set, common)
	for i := range t.Months {
		m := &t.Months[i]
		m.Adjusted = m.Value - e.seasonal(i)
		m.Level, m.Comparable = e.level(i), e.comparable(i, last)
		m.Slope = e.interval(slopeWeight(i))
		m.Odd = e.has(term{odd, i})
		if since == p.month[0] || i > since {
			m.Slope = slope
		}
	}
	for _, c := range t.Changes {
		t.Months[c.At].Change = c.Kind
		if c.Kind == SlopeChange || c.Kind == LevelAndSlope {
			t.Summary.Since = c.At
		}
	}
	t.Summary.Slope, t.Summary.P, t.Summary.Level = slope, chance, t.Months[last].Level
}

// judge sets the verdict.
func (t *Trend) judge(o Options) {
	s := &t.Summary
	still := o.StableShare * math.Abs(s.Level.Value)
	switch {
	case s.Support == TooFew:
		s.Verdict = TooFewPersons
	case math.IsNaN(s.Slope.Value):
		s.Verdict = Uncertain
	case s.Slope.Low > 0:
		s.Verdict = Rising
	case s.Slope.High < 0:
		s.Verdict = Falling
	case s.Slope.Low >= -still && s.Slope.High <= still:
		s.Verdict = Stable
	default:
		s.Verdict = Uncertain
	}
}

// comparable is the level of a month with the reporting of another.
func (e *estimate) comparable(month, reporting int) Interval {
	return e.interval(func(t term) float64 {
		if t.form == season || t.form == odd {
			return 0
		}
		if t.form == reported {
			return e.value(t, reporting)
		}
		return e.value(t, month)
	})
}

func (e *estimate) season() Season {
	var out Season
	if !slices.ContainsFunc(e.terms, func(t term) bool { return t.form == season }) {
		return out
	}
	out.Found = true
	for j := range e.period {
		month := (j - e.first%e.period + e.period) % e.period
		out.Effects = append(out.Effects, e.seasonal(month))
	}
	out.Amplitude = slices.Max(out.Effects) - slices.Min(out.Effects)
	return out
}

func (e *estimate) noise() Noise {
	var variance, neighbour float64
	for k, s := range e.noises {
		variance += e.weight[k] * e.fits[k].variance
		neighbour += e.weight[k] * s.correlation(1)
	}
	return Noise{Deviation: math.Sqrt(variance), Autocorrelation: neighbour}
}
