package model

import (
	"fmt"
	"math"

	"github.com/framsyn/framsyn/models/evaluate"
)

// Measure is a number that says how good predictions are, with its interval.
type Measure struct {
	Name      string
	Value     float64
	Low, High float64 // 95 %, persons as clusters; NaN where there is none
}

// sample is what was predicted for some rows, and what came.
type sample struct {
	truth      *Truth
	prediction [][]float64 // by class, or one
	y          []float64
	weight     []float64 // nil means 1
	person     []uint64
}

// How predictions are judged: the level of intervals, the resamples behind them, and bins.
const (
	level     = 0.95
	z         = 1.959963984540054 // standard normal quantile of (1 + level)/2
	resamples = 500
	bins      = 10 // of ECE, equal in weight: with 20, noise hides the differences between methods on some thousand rows
)

// measures judges a sample.
func (s sample) measures(seed uint64, resamples int) ([]Measure, error) {
	switch s.truth.Outcome {
	case Binary:
		return s.binary(s.y, s.prediction[0], seed, resamples)
	case Multinomial:
		return s.multinomial(seed, resamples)
	case Count, Hours, Continuous:
	}
	return s.amounts(), nil
}

func (s sample) binary(y, p []float64, seed uint64, resamples int) ([]Measure, error) {
	if resamples == 0 {
		resamples = -1
	}
	report, err := evaluate.Report(
		evaluate.Sample{Probability: p, Outcome: y, Weight: s.weight, Person: s.person},
		evaluate.Options{Bins: bins, Resamples: resamples, Level: level, Seed: seed})
	if err != nil {
		return nil, err
	}
	var out []Measure
	for _, name := range []string{"auc", "auprc", "brier", "log_loss", "calibration_slope", "calibration_intercept", "ece"} {
		m := Measure{name, math.NaN(), math.NaN(), math.NaN()}
		for _, have := range report {
			if have.Name == name {
				m = Measure(have)
			}
		}
		out = append(out, m)
	}
	return out, nil
}

// multinomial: log loss and Brier score over all classes, and the mean over
// classes of AUC and ECE of the class against all others.
func (s sample) multinomial(seed uint64, resamples int) ([]Measure, error) {
	n := len(s.y)
	loss, brier := make([]float64, n), make([]float64, n)
	for i, y := range s.y {
		loss[i] = -math.Log(max(s.prediction[int(y)][i], 1e-15))
		for k, p := range s.prediction {
			d := p[i] - indicator(int(y) == k)
			brier[i] += d * d
		}
	}
	perClass := make([][]Measure, len(s.truth.Classes))
	for k, name := range s.truth.Classes {
		is := make([]float64, n)
		for i, y := range s.y {
			is[i] = indicator(int(y) == k)
		}
		m, err := s.binary(is, s.prediction[k], seed, resamples)
		if err != nil {
			return nil, fmt.Errorf("class %s: %w", name, err)
		}
		perClass[k] = m
	}
	mean := meanMeasures(perClass) // the classes' intervals are not independent: only the values are used
	out := []Measure{s.mean("log_loss", loss), s.mean("brier", brier)}
	for _, m := range mean {
		if m.Name == "auc" || m.Name == "ece" {
			out = append(out, Measure{m.Name, m.Value, math.NaN(), math.NaN()})
		}
	}
	for k, name := range s.truth.Classes {
		for _, m := range perClass[k] {
			if m.Name == "auc" || m.Name == "calibration_slope" || m.Name == "ece" {
				out = append(out, Measure{m.Name + "_" + name, m.Value, m.Low, m.High})
			}
		}
	}
	return out, nil
}

func indicator(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// amounts judges predicted amounts.
func (s sample) amounts() []Measure {
	n := len(s.y)
	absolute, squared, difference, deviance := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i, y := range s.y {
		e := s.prediction[0][i] - y
		absolute[i], squared[i], difference[i] = math.Abs(e), e*e, e
		deviance[i] = poissonDeviance(y, s.prediction[0][i])
	}
	root := s.mean("rmse", squared)
	out := []Measure{
		s.mean("mae", absolute),
		{"rmse", math.Sqrt(root.Value), math.Sqrt(max(root.Low, 0)), math.Sqrt(root.High)},
		s.mean("bias", difference),
	}
	if s.truth.Outcome != Continuous {
		out = append(out, s.mean("poisson_deviance", deviance))
	}
	return out
}

// poissonDeviance is 2 [y log(y/μ) − (y − μ)], proper for any amount of at least 0
// with a log link.
func poissonDeviance(y, mu float64) float64 {
	if y == 0 {
		return 2 * mu
	}
	return 2 * (y*math.Log(y/mu) - (y - mu))
}

// mean is the weighted mean of a value of each row, with an interval by persons:
//
//	SE² = G/(G−1) Σ_g [Σ_{i∈g} wᵢ (vᵢ − v̄)]² / W²
func (s sample) mean(name string, value []float64) Measure {
	var sum, total float64
	for i, v := range value {
		w := s.weightOf(i)
		sum, total = sum+w*v, total+w
	}
	m := sum / total
	index := make(map[uint64]int)
	var cluster []float64
	for i, v := range value {
		g, ok := index[s.person[i]]
		if !ok {
			g = len(cluster)
			index[s.person[i]] = g
			cluster = append(cluster, 0)
		}
		cluster[g] += s.weightOf(i) * (v - m)
	}
	var square float64
	for _, u := range cluster {
		square += u * u
	}
	groups := float64(len(cluster))
	half := z * math.Sqrt(square*groups/(groups-1)) / total
	return Measure{name, m, m - half, m + half}
}

func (s sample) weightOf(i int) float64 {
	if s.weight == nil {
		return 1
	}
	return s.weight[i]
}

// meanMeasures is the mean over folds. No person is in two folds, so that the
// folds' errors are independent given the models: the standard error of each, its
// interval's width over 2z, gives
//
//	SE = √(Σ_k SE_k²) / K.
func meanMeasures(folds [][]Measure) []Measure {
	k := float64(len(folds))
	out := make([]Measure, len(folds[0]))
	for j := range out {
		var sum, square float64
		for _, fold := range folds {
			half := (fold[j].High - fold[j].Low) / 2
			sum, square = sum+fold[j].Value, square+half*half
		}
		half := math.Sqrt(square) / k
		out[j] = Measure{folds[0][j].Name, sum / k, sum/k - half, sum/k + half}
	}
	return out
}
