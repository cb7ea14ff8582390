package blend

import "slices"

// Weights are what each method counts for, by level, resource and horizon.
type Weights struct {
	Methods  []string // in order
	Horizons int      // 1 … Horizons have weights of their own, later ones take the last
	AsOf     int      // month whose data were the last known
	groups   []Group  // in order
	weight   [][][]float64
	number   [][]float64 // effective, by group and horizon − 1
	options  Options
}

// WeightRow is one weight, as for a table.
type WeightRow struct {
	Group
	Horizon         int
	Method          string
	Weight          float64 // 0 to 1; 1 in sum over the methods
	EffectiveNumber float64 // of independent errors that it was learned from
}

// Learn finds weights from what was known at a month: rows whose month with its
// lag is at most asOf. Rows of [MethodBlend] are left out. With nothing known
// the weights are the prior ones; ErrEmpty is returned without rows.
func Learn(outcomes []Outcome, asOf int, o Options) (*Weights, error) {
	rows, err := arrange(members(outcomes))
	if err != nil {
		return nil, err
	}
	return learn(rows, asOf, o.withDefaults()), nil
}

func members(rows []Outcome) []Outcome {
	return slices.DeleteFunc(slices.Clone(rows), func(o Outcome) bool { return o.Method == MethodBlend })
}

// learn is Learn on arranged rows.
func learn(rows []Outcome, asOf int, o Options) *Weights {
	w := &Weights{AsOf: asOf, options: o}
	known := make([]Outcome, 0, len(rows))
	for _, r := range rows {
		if o.known(r, asOf) {
			known = append(known, r)
			w.Horizons = max(w.Horizons, r.Horizon)
			if at, found := slices.BinarySearch(w.Methods, r.Method); !found {
				w.Methods = slices.Insert(w.Methods, at, r.Method)
			}
		}
	}
	samples := w.collect(known)
	for g := range samples {
		w.groups = append(w.groups, samples[g].group)
		w.number = append(w.number, samples[g].number)
		w.weight = append(w.weight, w.solve(samples, g))
	}
	return w
}

// solve finds the weights of a group: first those of all other groups together,
// shrunk to the prior, then the group's own, shrunk to them.
func (w *Weights) solve(samples []sample, g int) [][]float64 {
	o := w.options
	prior := make([][]float64, w.Horizons)
	for h := range prior {
		prior[h] = o.prior(w.Methods, samples[g].absent, h+1)
	}
	var others []sample
	for i := range samples {
		if i != g && samples[g].has(samples[i].absent) {
			others = append(others, samples[i])
		}
	}
	pooled := w.minimise(others, prior, samples[g].absent)
	return w.minimise(samples[g:g+1], pooled, samples[g].absent)
}

// rounds of reweighting for the absolute loss: the weights change by less than
// 0.01 after the third.
const rounds = 4

// minimise returns the weights by horizon that make the loss of the samples and
// the distance to the target small.
func (w *Weights) minimise(samples []sample, target [][]float64, absent []bool) [][]float64 {
	o, m := w.options, len(w.Methods)
	number := make([]float64, w.Horizons) // samples overlap: the most that one has
	for _, s := range samples {
		for h, n := range s.number {
			number[h] = max(number[h], n)
		}
	}
	number = o.spread(number)
	current := target
	times := rounds
	if o.Loss == Squared {
		times = 1
	}
	for range times {
		own := make([][]float64, w.Horizons)
		for h := range own {
			own[h] = make([]float64, m*m)
		}
		for _, s := range samples {
			s.addMoments(own, current, o, w.AsOf)
		}
		next := make([][]float64, w.Horizons)
		for h := range next {
			next[h] = w.at(h, own, number[h], target[h], absent)
		}
		current = next
	}
	return current
}

// at solves one horizon from the moments of all.
func (w *Weights) at(h int, moments [][]float64, number float64, target []float64, absent []bool) []float64 {
	m := len(target)
	a := make([]float64, m*m)
	var total float64
	for other := range moments {
		near := w.options.nearness(h+1, other+1)
		for i, v := range moments[other] {
			a[i] += near * v
		}
	}
	for i := range m {
		total += a[i*m+i]
	}
	if !(total > 0) || !(number > 0) {
		return slices.Clone(target)
	}
	return solvePresent(a, float64(m)/total, w.options.Strength/number, target, absent)
}

// solvePresent minimises ½ w′(scale·A)w + ½ pull·|w − target|² over the weights of
// the methods that are not absent.
func solvePresent(a []float64, scale, pull float64, target []float64, absent []bool) []float64 {
	m := len(target)
	var present []int
	for i := range m {
		if !absent[i] {
			present = append(present, i)
		}
	}
	k := len(present)
	quadratic, linear, w := make([]float64, k*k), make([]float64, k), make([]float64, k)
	for i, pi := range present {
		for j, pj := range present {
			quadratic[i*k+j] = scale * a[pi*m+pj]
		}
		quadratic[i*k+i] += pull
		linear[i], w[i] = pull*target[pi], target[pi]
	}
	onSimplex(quadratic, linear, w)
	out := make([]float64, m)
	for i, pi := range present {
		out[pi] = w[i]
	}
	return out
}

// At returns the weights of a level and resource at a horizon, in the order of
// Methods. Groups that nothing is known of have the prior weights.
func (w *Weights) At(level, resource string, horizon int) []float64 {
	if horizon < 1 {
		panic(panicHorizon)
	}
	g, found := slices.BinarySearchFunc(w.groups, Group{level, resource}, Group.compare)
	if !found {
		return w.options.prior(w.Methods, nil, horizon)
	}
	return slices.Clone(w.weight[g][min(horizon, w.Horizons)-1])
}

const panicHorizon = "blend: horizon must be at least 1"

// Rows lists the weights by level, resource, horizon and method.
func (w *Weights) Rows() []WeightRow {
	var out []WeightRow
	for g, group := range w.groups {
		for h, weights := range w.weight[g] {
			for i, v := range weights {
				out = append(out, WeightRow{group, h + 1, w.Methods[i], v, w.number[g][h]})
			}
		}
	}
	return out
}
