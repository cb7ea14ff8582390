package effect

import (
	"math"
	"slices"
)

// Area is the area under a curve, in the unit of the outcome; 0 for a ranking
// that is no better than chance.
type Area struct {
	Estimate, SE float64 // SE clustered by person
	Low, High    float64
}

// CurvePoint is one point of the targeting and the gain curve.
type CurvePoint struct {
	Share float64 // q: share of persons with the greatest predicted effect, 0 to 1
	TOC   float64 // mean effect in that share minus mean effect of all
	Gain  float64 // q × mean effect in the share: what treating it gives per person of the whole
}

const (
	curvePoints = 20
	quintiles   = 5
)

// Targeting judges a ranking: prediction orders the rows (greatest first), score
// is an unbiased measure of each row's effect, such as a doubly robust score from
// other persons. It returns AUTOC and Qini with intervals at the level, clustered
// by person (nil = each row its own), and the curve. It panics when lengths do
// not agree, there are no rows, or the level is not between 0 and 1.
func Targeting(prediction, score []float64, person []uint64, level float64) (autoc, qini Area, curve []CurvePoint) {
	if len(prediction) != len(score) || len(score) == 0 || person != nil && len(person) != len(score) {
		panic(panicLength)
	}
	if !(level > 0 && level < 1) {
		panic(panicOptions)
	}
	j := &judged{fold: make([]int, len(score)), phi: score, prediction: prediction, folds: 1}
	j.person, j.persons = denseIndex(len(score), func(i int) uint64 {
		if person == nil {
			return uint64(i)
		}
		return person[i]
	})
	rank := j.ranking()
	return j.area(rank, autocWeight(), level), j.area(rank, qiniWeight(), level), j.curve()
}

// denseIndex numbers ids in order of appearance.
func denseIndex(n int, id func(i int) uint64) (index []int, count int) {
	number := make(map[uint64]int)
	index = make([]int, n)
	for i := range index {
		g, ok := number[id(i)]
		if !ok {
			g = len(number)
			number[id(i)] = g
		}
		index[i] = g
	}
	return index, len(number)
}

// ranked is the order of the rows of one fold, greatest prediction first, with
// the starts of groups of equal predictions and, last, the number of rows.
type ranked struct {
	order, tie []int
}

func (j *judged) ranking() []ranked {
	out := make([]ranked, j.folds)
	for i, f := range j.fold {
		out[f].order = append(out[f].order, i)
	}
	for f := range out {
		order := out[f].order
		slices.SortStableFunc(order, func(a, b int) int {
			switch {
			case j.prediction[a] > j.prediction[b]:
				return -1
			case j.prediction[a] < j.prediction[b]:
				return 1
			}
			return 0
		})
		for pos, i := range order {
			if pos == 0 || j.prediction[i] != j.prediction[order[pos-1]] {
				out[f].tie = append(out[f].tie, pos)
			}
		}
		out[f].tie = append(out[f].tie, len(order))
	}
	return out
}

// rankWeight is how an area weights the rank u = 0 (greatest prediction) to 1:
// area = ∫ g(u) m(u) du, where m is the mean effect at rank u. g integrates to 0
// and falls.
type rankWeight struct {
	area   func(a, b float64) float64 // ∫_a^b g(u) du
	whole  func(a, b float64) float64 // ∫_a^b −g′(u) du
	part   func(a, b float64) float64 // mean over u in (a, b) of ∫_u^b −g′(v) dv
	moment func(a, b float64) float64 // ∫_a^b −u g′(u) du
}

// autocWeight has g(u) = −ln u − 1.
func autocWeight() rankWeight {
	primitive := func(u float64) float64 {
		if u == 0 {
			return 0
		}
		return -u * math.Log(u)
	}
	return rankWeight{
		area:  func(a, b float64) float64 { return primitive(b) - primitive(a) },
		whole: func(a, b float64) float64 { return math.Log(b / a) },
		part: func(a, b float64) float64 {
			if a == 0 {
				return 1
			}
			return 1 - a/(b-a)*math.Log(b/a)
		},
		moment: func(a, b float64) float64 { return b - a },
	}
}

// qiniWeight has g(u) = ½ − u.
func qiniWeight() rankWeight {
	return rankWeight{
		area:   func(a, b float64) float64 { return (b - a) * (1 - a - b) / 2 },
		whole:  func(a, b float64) float64 { return b - a },
		part:   func(a, b float64) float64 { return (b - a) / 2 },
		moment: func(a, b float64) float64 { return (b - a) * (b + a) / 2 },
	}
}

// area estimates an area within folds, averaged over them by size, and its
// standard error from the influence of each person: through the scores, and
// through the ranks of others, which each person shifts.
func (j *judged) area(rank []ranked, w rankWeight, level float64) Area {
	var out Area
	influence := make([]float64, j.persons)
	for _, r := range rank {
		if len(r.order) == 0 {
			continue
		}
		theta, psi := j.foldArea(r, w)
		share := float64(len(r.order)) / float64(len(j.phi))
		out.Estimate += share * theta
		for pos, i := range r.order {
			influence[j.person[i]] += psi[pos] / float64(len(j.phi))
		}
	}
	out.SE = rootSum(influence)
	z := normalQuantile(level)
	out.Low, out.High = out.Estimate-z*out.SE, out.Estimate+z*out.SE
	return out
}

// foldArea returns the area of one fold and each row's influence, in the order
// of ranks:
//
//	ψᵢ = g(uᵢ) φᵢ − θ − ∫_{uᵢ}^1 −g′(u) m(u) du + ∫ −u g′(u) m(u) du
//
// with g and the integral averaged over a group of equal predictions.
func (j *judged) foldArea(r ranked, w rankWeight) (theta float64, psi []float64) {
	n := float64(len(r.order))
	psi = make([]float64, len(r.order))
	var above, moment float64 // ∫_b^1 −g′ m and ∫ −u g′ m over the groups passed, from the last
	for g := len(r.tie) - 1; g > 0; g-- {
		lo, hi := r.tie[g-1], r.tie[g]
		a, b := float64(lo)/n, float64(hi)/n
		var mean float64
		for _, i := range r.order[lo:hi] {
			mean += j.phi[i]
		}
		mean /= float64(hi - lo)
		area := w.area(a, b)
		theta += mean * area
		moment += mean * w.moment(a, b)
		weight, shift := area/(b-a), above+mean*w.part(a, b)
		for pos := lo; pos < hi; pos++ {
			psi[pos] = weight*j.phi[r.order[pos]] - shift
		}
		if lo > 0 {
			above += mean * w.whole(a, b)
		}
	}
	for pos := range psi {
		psi[pos] += moment - theta
	}
	return theta, psi
}

// curve evaluates both curves at equally spaced shares. A group of equal
// predictions that a share cuts is entered evenly.
func (j *judged) curve() []CurvePoint {
	rank := j.ranking()
	points := make([]CurvePoint, curvePoints)
	var mean float64
	for _, phi := range j.phi {
		mean += phi / float64(len(j.phi))
	}
	for k := range points {
		p := &points[k]
		p.Share = float64(k+1) / curvePoints
		for _, r := range rank {
			p.Gain += j.foldGain(r, p.Share*float64(len(r.order))) / float64(len(j.phi))
		}
		p.TOC = p.Gain/p.Share - mean
	}
	return points
}

// foldGain is the sum of φ over the first rows of a ranking.
func (j *judged) foldGain(r ranked, rows float64) float64 {
	var gain float64
	for g := 1; g < len(r.tie) && float64(r.tie[g-1]) < rows; g++ {
		var sum float64
		for _, i := range r.order[r.tie[g-1]:r.tie[g]] {
			sum += j.phi[i]
		}
		size := float64(r.tie[g] - r.tie[g-1])
		gain += sum * min(1, (rows-float64(r.tie[g-1]))/size)
	}
	return gain
}

// quintiles compares predictions, shrunk towards the mean, with the scores.
func (j *judged) quintiles(shrink, level float64) []Quintile {
	prediction, share := j.centred(j.prediction), make([]float64, len(j.phi))
	for _, r := range j.ranking() {
		for pos, i := range r.order {
			share[i] = 1 - (float64(pos)+0.5)/float64(len(r.order))
		}
	}
	var mean float64
	for _, phi := range j.phi {
		mean += phi / float64(len(j.phi))
	}
	out := make([]Quintile, quintiles)
	for k := range out {
		q := &out[k]
		influence := make([]float64, j.persons)
		for i, s := range share {
			if int(quintiles*s) == k {
				q.Rows++
				q.Predicted += mean + shrink*prediction[i]
				q.Observed += j.phi[i]
			}
		}
		rows := float64(q.Rows)
		q.Predicted, q.Observed = q.Predicted/rows, q.Observed/rows
		for i, s := range share {
			if int(quintiles*s) == k {
				influence[j.person[i]] += (j.phi[i] - q.Observed) / rows
			}
		}
		half := normalQuantile(level) * rootSum(influence)
		q.Low, q.High = q.Observed-half, q.Observed+half
	}
	return out
}
