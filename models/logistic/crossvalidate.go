package logistic

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// CVOptions steer the choice of the penalty.
type CVOptions struct {
	Grid        []float64 // penalties to try; nil means half decades from 1e-5 to 1
	OneStandard bool      // take the largest λ within one standard error of the best
	Fit         Options   // Lambda is ignored
}

// CV is the outcome of a cross-validation.
type CV struct {
	Grid      []float64 // penalties, descending
	LogLoss   []float64 // mean held-out log loss per penalty
	SE        []float64 // its standard error over folds
	Best      int       // index of the lowest log loss
	Chosen    int       // index that the rule took
	Lambda    float64   // Grid[Chosen]
	OutOfFold []float64 // log-odds of each row at Lambda, from a model that has not seen its fold
	Converged bool      // all fits did
}

// CrossValidate fits each penalty without each fold and scores it on that fold.
// fold gives the fold 0 ≤ fold[i] < folds of each row, and all rows of a person
// must share one. It panics when lengths do not agree or a fold is out of range.
func CrossValidate(d Design, r Response, fold []int, folds int, o CVOptions) (*CV, error) {
	n, p := d.Dims()
	r.checkShape(n)
	if len(fold) != n {
		panic(panicLength)
	}
	for _, f := range fold {
		if f < 0 || f >= folds {
			panic(panicFold)
		}
	}
	if n == 0 {
		return nil, ErrEmpty
	}
	if err := r.check(); err != nil {
		return nil, err
	}
	cv := &CV{Grid: defaultGrid(o.Grid), Converged: true, OutOfFold: make([]float64, n)}
	losses := mat.NewDense(len(cv.Grid), folds, nil)
	weights := make([]float64, folds)
	paths := make([][]*Model, folds)
	for k := range folds {
		train := &sample{d: d, r: r, n: n, p: p, fold: fold, drop: k}
		path, err := train.path(cv, o.Fit)
		if err != nil {
			return nil, err
		}
		paths[k] = path
		weights[k] = train.heldOut(path, losses, k, o.Fit.Workers)
	}
	cv.choose(losses, weights, o.OneStandard)
	for k := range folds {
		for i, eta := range paths[k][cv.Chosen].Predict(d, o.Fit.Workers) {
			if fold[i] == k {
				cv.OutOfFold[i] = eta
			}
		}
	}
	return cv, nil
}

func defaultGrid(grid []float64) []float64 {
	grid = slices.Clone(grid)
	if len(grid) == 0 {
		for e := -10; e <= 0; e++ {
			grid = append(grid, math.Pow(10, float64(e)/2))
		}
	}
	slices.Sort(grid)
	slices.Reverse(grid)
	return grid
}

// path fits the penalties from the largest down, each from the last answer.
func (s *sample) path(cv *CV, o Options) ([]*Model, error) {
	if err := s.standardise(o.Workers); err != nil {
		return nil, err
	}
	var events float64
	for i, y := range s.r.Y {
		events += s.rowWeight(i) * y
	}
	if events <= 0 || events >= s.weight {
		return nil, ErrOneClass
	}
	var start []float64
	var models []*Model
	for _, lambda := range cv.Grid {
		o.Lambda = lambda
		full := o.withDefaults()
		theta, _, status, err := s.newton(start, full)
		if err != nil {
			return nil, err
		}
		cv.Converged = cv.Converged && status.Converged
		start = theta
		models = append(models, s.model(theta, status, full))
	}
	return models, nil
}

// heldOut writes the mean log loss of each model on the left-out fold and
// returns the fold's weight.
func (s *sample) heldOut(path []*Model, losses *mat.Dense, k, workers int) float64 {
	test := *s
	test.only = true
	test.weight = 0
	for i := range test.n {
		test.weight += test.rowWeight(i)
	}
	if test.weight == 0 {
		return 0
	}
	for l, m := range path {
		theta := append([]float64{m.Baseline}, m.Standardised...)
		losses.Set(l, k, test.pass(theta, workers, true).loss/test.weight)
	}
	return test.weight
}

// choose takes the penalty from mean and standard error over the folds that have
// rows.
func (cv *CV) choose(losses *mat.Dense, weights []float64, oneStandard bool) {
	for l := range cv.Grid {
		var known []float64
		for k, w := range weights {
			if w > 0 {
				known = append(known, losses.At(l, k))
			}
		}
		cv.LogLoss = append(cv.LogLoss, stat.Mean(losses.RawRowView(l), weights))
		cv.SE = append(cv.SE, stat.StdDev(known, nil)/math.Sqrt(float64(len(known))))
	}
	for l, loss := range cv.LogLoss {
		if loss < cv.LogLoss[cv.Best] {
			cv.Best = l
		}
	}
	cv.Chosen = cv.Best
	for l := range cv.Grid { // descending: the first within reach is the largest
		if oneStandard && cv.LogLoss[l] <= cv.LogLoss[cv.Best]+cv.SE[cv.Best] {
			cv.Chosen = l
			break
		}
	}
	cv.Lambda = cv.Grid[cv.Chosen]
}

func identity(k int) mat.Matrix {
	ones := make([]float64, k)
	for i := range ones {
		ones[i] = 1
	}
	return mat.NewDiagDense(k, ones)
}
