package demography

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

const (
	spreadHorizon  = 36     // months ahead that errors are measured at
	spreadRounds   = 5      // of reweighting
	leastErrors    = 24     // fewer say nothing of how errors grow
	borrowedErrors = 3      // chosen on simulated municipalities, where coverage is then even over the horizon
	normalShape    = 1e4    // from which the Gamma distribution is normal to four digits
	guessedWalk    = 0.0001 // (1 % per month)² of practice, where the history is too short to say
)

// variance is the relative variance of a forecast: count/mean + level + walk·h.
type variance struct{ count, level, walk float64 }

func (v variance) at(mean float64, h int) float64 {
	return v.count/mean + v.level + v.walk*float64(h)
}

// spread is the variances of one resource.
type spread struct {
	total, area variance
	years       float64 // of origins that they rest on; 0 = guessed
}

// pastError is a squared relative error with what may explain it.
type pastError struct{ square, inverse, h float64 }

// learnSpread forecasts from each month of the past that has a whole window
// before it, and fits the growth of the squared relative errors.
func (s *Standard) learnSpread() {
	total, area := make([][]pastError, len(s.options.Resources)), make([][]pastError, len(s.options.Resources))
	first := s.use.first + s.options.Months - 1
	for origin := first; origin < s.origin; origin++ {
		if s.options.Trend && origin < s.use.first+12*trendLeast-1 && s.origin >= s.use.first+12*(trendLeast+1) {
			continue // before this the trend could not be told: constant rates were forecast
		}
		k, _, err := s.learn(origin)
		if err != nil {
			continue // no month delivered in its window
		}
		for r := range total {
			t, a := s.past(k, r, origin)
			total[r], area[r] = append(total[r], t...), append(area[r], a...)
		}
	}
	for r, name := range s.options.Resources {
		v := spread{years: float64(s.origin-first) / 12}
		if len(total[r]) < leastErrors {
			v = spread{total: variance{count: 1, walk: guessedWalk}, area: variance{count: 1, walk: guessedWalk}}
			s.notes = append(s.notes, fmt.Sprintf("%s: too little history for past errors; intervals are Poisson with practice walking 1 %% per month", name))
		} else {
			v.total, v.area = fitVariance(total[r], false), fitVariance(area[r], true)
		}
		s.spread = append(s.spread, v)
	}
}

// past is the errors of one origin, of the total and of the areas. Months in which
// some area is unknown say nothing of the total.
func (s *Standard) past(k rates, resource, origin int) (total, area []pastError) {
	lived := make([]float64, s.use.cells-1)
	for h := 1; h <= spreadHorizon && origin+h <= s.origin; h++ {
		var used, expected float64
		whole := true
		for a := range s.use.areas {
			cells := s.use.at(a, resource, origin+h)
			if origin+h < s.use.begin[a] {
				continue
			}
			if cells == nil || k.months[a][resource] == 0 {
				whole = false
				continue
			}
			s.exposed.at(a, origin+h, lived)
			y, f := sumOf(cells), k.mean(s, a, resource, h, lived)
			used, expected = used+y, expected+f
			area = appendError(area, y, f, h)
		}
		if whole {
			total = appendError(total, used, expected, h)
		}
	}
	return total, area
}

func appendError(list []pastError, y, forecast float64, h int) []pastError {
	if !(forecast > 0) {
		return list
	}
	e := y/forecast - 1
	return append(list, pastError{square: e * e, inverse: 1 / forecast, h: float64(h)})
}

// fitVariance is least squares with weights 1/variance², as squared errors have a
// standard deviation about their mean, and no term below zero. Of the total there
// is one size only, so that count and level cannot be told apart.
func fitVariance(list []pastError, counts bool) variance {
	var mean float64
	for _, e := range list {
		mean += e.square / float64(len(list))
	}
	v := variance{level: mean}
	if mean == 0 {
		return v
	}
	for range spreadRounds {
		var xx [3][3]float64
		var xy [3]float64
		for _, e := range list {
			x := [3]float64{e.inverse, 1, e.h}
			fitted := max(v.count*e.inverse+v.level+v.walk*e.h, mean/100)
			for i := range x {
				for j := range x {
					xx[i][j] += x[i] * x[j] / (fitted * fitted)
				}
				xy[i] += x[i] * e.square / (fitted * fitted)
			}
		}
		b := nonNegative(xx, xy, counts)
		v = variance{b[0], b[1], b[2]}
	}
	return v
}

// nonNegative solves xx·b = xy with b ≥ 0: the best of all subsets of terms.
func nonNegative(xx [3][3]float64, xy [3]float64, counts bool) [3]float64 {
	var best [3]float64
	gain := 0.0
	for set := 1; set < 8; set++ {
		if !counts && set&1 != 0 {
			continue
		}
		b, ok := solve(xx, xy, set)
		if !ok {
			continue
		}
		if g := b[0]*xy[0] + b[1]*xy[1] + b[2]*xy[2]; g > gain { // fall of the sum of squares
			best, gain = b, g
		}
	}
	return best
}

// solve is Gauss's elimination on the terms of a set, the others being 0.
func solve(xx [3][3]float64, xy [3]float64, set int) (b [3]float64, ok bool) {
	for i := range xx {
		if set>>i&1 == 0 {
			xx[i] = [3]float64{}
			for j := range xx {
				xx[j][i] = 0
			}
			xx[i][i], xy[i] = 1, 0
		}
	}
	for i := range xx {
		scale := xx[i][i]
		if !(scale > 0) {
			return b, false
		}
		for j := i + 1; j < 3; j++ {
			f := xx[j][i] / scale
			for k := range xx {
				xx[j][k] -= f * xx[i][k]
			}
			xy[j] -= f * xy[i]
		}
	}
	for i := 2; i >= 0; i-- {
		b[i] = xy[i]
		for k := i + 1; k < 3; k++ {
			b[i] -= xx[i][k] * b[k]
		}
		b[i] /= xx[i][i]
		if b[i] < 0 {
			return b, false
		}
	}
	return b, true
}

// quantiles of Gamma distributions with the means and variances, by level, then
// month ahead − 1.
func (p spread) quantiles(mean, levels []float64, whole bool, populationError float64) [][]float64 {
	v := p.area
	if whole {
		v = p.total
	}
	out := make([][]float64, len(levels))
	for l, level := range levels {
		out[l] = make([]float64, len(mean))
		for h, m := range mean {
			years := float64(h+1) / 12
			relative := v.at(m, h+1)*p.widened(h+1) + populationError*populationError*years*years
			out[l][h] = gammaQuantile(m, relative, level)
		}
	}
	return out
}

// widened is what the variance h months ahead grows by since it is known from few
// errors that do not overlap: Student's 90 % quantile over the normal one, squared.
// The variance of one horizon is fitted on all of them, which counts as
// borrowedErrors times the errors of its own.
func (p spread) widened(h int) float64 {
	if p.years == 0 {
		return 1
	}
	df := max(3, borrowedErrors*12*p.years/float64(h))
	ratio := distuv.StudentsT{Sigma: 1, Nu: df}.Quantile(0.9) / distuv.UnitNormal.Quantile(0.9)
	return ratio * ratio
}

func gammaQuantile(mean, relative, level float64) float64 {
	if !(mean > 0) || relative == 0 {
		return mean
	}
	shape := 1 / relative
	if shape > normalShape {
		return mean * (1 + math.Sqrt(relative)*distuv.UnitNormal.Quantile(level))
	}
	return mean * mathext.GammaIncRegInv(shape, level) / shape
}
