package equity

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

const (
	gridPoints = 9   // of each ratio
	gridReach  = 1.7 // half width of the grid over that of the profile interval: 3.3 standard errors at 95 %
	bisections = 34  // 2⁻³⁴ of the range: ten digits
)

// fixedEffects fills in the factors' levels.
func (f *fitting) fixedEffects(m *Model) error {
	var inverse mat.SymDense
	if err := f.best.chol.InverseTo(&inverse); err != nil {
		return ErrConfounded
	}
	sigma := math.Sqrt(f.r.sigma2(f.best))
	z := distuv.UnitNormal.Quantile((1 + f.o.Level) / 2)
	m.Intercept = f.best.b.AtVec(0)
	if f.d.slope {
		m.Slope, m.SlopeSE = f.best.b.AtVec(1), sigma*math.Sqrt(inverse.At(1, 1))
		m.Intercept -= f.d.centre // of log granted at the mean need, so against the mean log expected
	}
	for _, c := range f.d.columns {
		factor := f.d.s.Factors[c.factor]
		e := FixedEffect{Factor: factor.Name, Level: levelName(factor, c.level), Reference: levelName(factor, f.d.refer[c.factor])}
		e.Decisions, e.Clients = f.d.count(func(i int) bool { return factor.Of[i] == c.level })
		e.Shown = e.Clients >= f.o.MinClients
		j := f.d.at[c.factor][c.level+1]
		e.Ratio, e.Low, e.High = ratio(e.Shown, f.best.b.AtVec(j), sigma*z*math.Sqrt(inverse.At(j, j)), sigma*z*math.Sqrt(inverse.At(j, j)))
		m.Fixed = append(m.Fixed, e)
	}
	return nil
}

func levelName(f Factor, level int) string {
	if level < 0 {
		return ""
	}
	return f.Levels[level]
}

// ratio is exp of a logarithm and its interval, or nothing when it is not shown.
func ratio(shown bool, log, down, up float64) (value, low, high float64) {
	if !shown {
		return math.NaN(), math.NaN(), math.NaN()
	}
	return math.Exp(log), math.Exp(log - down), math.Exp(log + up)
}

// count is the number of decisions and of distinct clients of which is says yes.
func (d *design) count(is func(i int) bool) (decisions, clients int) {
	for c := range len(d.client) - 1 {
		before := decisions
		for _, i := range d.rows[d.client[c]:d.client[c+1]] {
			if is(i) {
				decisions++
			}
		}
		if decisions > before {
			clients++
		}
	}
	return decisions, clients
}

// level is one area or officer on its way to an Effect.
type level struct {
	kind     Kind
	index    int
	column   int
	weight   float64   // share of the kind's decisions
	mean, sd []float64 // of the centred logarithm, by point of the grid
}

// effects integrates areas and officers over what is not known of their standard
// deviations: given θ the centred effects are normal; θ has the restricted
// likelihood times a half-normal prior, on a grid.
func (f *fitting) effects(m *Model) error {
	levels := f.levels(m)
	if len(levels) == 0 {
		return nil
	}
	points, err := f.grid()
	if err != nil {
		return err
	}
	weight := make([]float64, len(points))
	most := math.Inf(-1)
	for g, s := range points {
		weight[g] = -s.minus / 2
		for _, k := range [...]int{areaRatio, officerRatio} {
			weight[g] -= s.theta[k] * s.theta[k] * f.r.sigma2(s) / (2 * f.o.PriorSD * f.o.PriorSD)
		}
		most = max(most, weight[g])
	}
	var sum float64
	for g := range weight {
		weight[g] = math.Exp(weight[g] - most)
		sum += weight[g]
	}
	rng := rand.New(rand.NewPCG(f.o.Seed, 0x657175697479))
	var passed float64
	done := 0
	for g, s := range points {
		weight[g] /= sum
		passed += weight[g]
		draws := int(math.Round(passed*float64(f.o.Draws))) - done
		done += draws
		if err := f.condition(m, levels, s, draws, rng); err != nil {
			return err
		}
	}
	for i := range levels {
		levels[i].finish(m, weight, f.o.Level)
	}
	return nil
}

// levels lists areas and officers, and enters them in the model.
func (f *fitting) levels(m *Model) []level {
	var out []level
	list := func(kind Kind, n int, column func(int) int, of func(Decision) int) []Effect {
		effects := make([]Effect, n)
		var known float64
		first := len(out)
		for l := range n {
			e := Effect{Index: l}
			e.Decisions, e.Clients = f.d.count(func(i int) bool { return of(f.d.s.Decisions[i]) == l })
			e.Shown = e.Clients >= f.o.MinClients
			e.Ratio, e.Low, e.High = math.NaN(), math.NaN(), math.NaN()
			effects[l] = e
			out = append(out, level{kind: kind, index: l, column: column(l), weight: float64(e.Decisions)})
			known += float64(e.Decisions)
		}
		for i := first; i < len(out) && known > 0; i++ {
			out[i].weight /= known
		}
		m.draws[kind] = make([][]float64, n)
		return effects
	}
	m.Areas = list(Area, f.d.areas, f.d.area, func(d Decision) int { return d.Area })
	m.Officers = list(Officer, f.d.officers, f.d.officer, func(d Decision) int { return d.Officer })
	return out
}

// grid evaluates the likelihood at midpoints over what the profile intervals
// leave open; the client's ratio, on which all decisions inform, stays at its
// best.
func (f *fitting) grid() ([]*solution, error) {
	sigma := math.Sqrt(f.r.sigma2(f.best))
	var axis [2][]float64
	for k := range axis {
		axis[k] = []float64{0}
		if !f.active[k] {
			continue
		}
		best := f.best.theta[k]
		low := max(0, best-gridReach*(best-f.ends[k][0]))
		high := min(best+gridReach*(f.ends[k][1]-best), max(4*f.o.PriorSD/sigma, 2*best))
		axis[k] = nil
		for i := range gridPoints {
			axis[k] = append(axis[k], low+(high-low)*(float64(i)+0.5)/gridPoints)
		}
	}
	var out []*solution
	for _, a := range axis[areaRatio] {
		for _, o := range axis[officerRatio] {
			theta := f.best.theta
			theta[areaRatio], theta[officerRatio] = a, o
			s, err := f.r.at(theta)
			if err != nil {
				return nil, err
			}
			out = append(out, s)
		}
	}
	return out, nil
}

// condition adds to each level the mean and standard deviation of its centred
// logarithm given θ, and draws of it.
func (f *fitting) condition(m *Model, levels []level, s *solution, draws int, rng *rand.Rand) error {
	var inverse mat.SymDense
	if err := s.chol.InverseTo(&inverse); err != nil {
		return ErrConfounded
	}
	sigma := math.Sqrt(f.r.sigma2(s))
	centre := centring(levels)
	for i := range levels {
		l := &levels[i]
		theta := f.r.factor(s.theta, l.column)
		mean, variance := s.b.AtVec(l.column), inverse.At(l.column, l.column)
		for _, j := range centre[l.kind] {
			mean -= levels[j].weight * s.b.AtVec(levels[j].column)
			variance -= 2 * levels[j].weight * inverse.At(l.column, levels[j].column)
		}
		variance += f.centreVariance(levels, centre[l.kind], &inverse)
		l.mean = append(l.mean, theta*mean)
		l.sd = append(l.sd, theta*sigma*math.Sqrt(max(0, variance)))
	}
	if draws == 0 {
		return nil
	}
	var upper, root mat.TriDense
	s.chol.UTo(&upper)
	if err := root.InverseTri(&upper); err != nil {
		return ErrConfounded
	}
	n := f.d.size()
	z, x := mat.NewVecDense(n, nil), mat.NewVecDense(n, nil)
	for range draws {
		for i := range n {
			z.SetVec(i, sigma*rng.NormFloat64())
		}
		x.MulVec(&root, z)
		for kind := range centre {
			var middle float64
			for _, j := range centre[kind] {
				middle += levels[j].weight * (s.b.AtVec(levels[j].column) + x.AtVec(levels[j].column))
			}
			for _, j := range centre[kind] {
				l := &levels[j]
				v := f.r.factor(s.theta, l.column) * (s.b.AtVec(l.column) + x.AtVec(l.column) - middle)
				m.draws[kind][l.index] = append(m.draws[kind][l.index], v)
			}
		}
	}
	return nil
}

// centring lists, by kind, which levels belong to it.
func centring(levels []level) [2][]int {
	var out [2][]int
	for i, l := range levels {
		out[l.kind] = append(out[l.kind], i)
	}
	return out
}

func (f *fitting) centreVariance(levels []level, of []int, inverse *mat.SymDense) float64 {
	var sum float64
	for _, i := range of {
		for _, j := range of {
			sum += levels[i].weight * levels[j].weight * inverse.At(levels[i].column, levels[j].column)
		}
	}
	return sum
}

// finish summarises the mixture over the grid.
func (l *level) finish(m *Model, weight []float64, width float64) {
	e := &m.Areas
	if l.kind == Officer {
		e = &m.Officers
	}
	effect := &(*e)[l.index]
	if !effect.Shown {
		return
	}
	var mean float64
	for g, w := range weight {
		mean += w * l.mean[g]
	}
	low, high := l.mixtureQuantile(weight, (1-width)/2), l.mixtureQuantile(weight, (1+width)/2)
	effect.Ratio, effect.Low, effect.High = ratio(true, mean, mean-low, high-mean)
}

// mixtureQuantile of Σ w_g N(mean_g, sd_g²), by bisection.
func (l *level) mixtureQuantile(weight []float64, p float64) float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for g := range weight {
		low, high = min(low, l.mean[g]-10*l.sd[g]), max(high, l.mean[g]+10*l.sd[g])
	}
	for range bisections {
		x, below := (low+high)/2, 0.0
		for g, w := range weight {
			switch {
			case l.sd[g] > 0:
				below += w * distuv.UnitNormal.CDF((x-l.mean[g])/l.sd[g])
			case x >= l.mean[g]:
				below += w
			}
		}
		if below < p {
			low = x
		} else {
			high = x
		}
	}
	return (low + high) / 2
}
