package survival

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// rateSpread is what is believed given one value of the spread.
type rateSpread struct {
	weight     float64
	shape      float64       // a = 1/σ²
	effects    []float64     // γ at the mode
	covariance *mat.SymDense // of γ
}

// Grid of the spread σ, even on its log. 0.01 is 1 %, as good as none.
const (
	spreadLow, spreadHigh = 0.01, 2.
	spreadSteps           = 24
	spreadIgnored         = 1e-5 // posterior weight that does not show
)

// rateSpreads is the posterior on the grid.
func rateSpreads(cells []RateCell, o RateOptions) ([]rateSpread, *Rates, error) {
	q := 1 + len(cells[0].Covariates)
	out := &Rates{LogRatio: make([]float64, q), LogRatioSE: make([]float64, q)}
	var grid []rateSpread
	var logs []float64
	top, likeliest := math.Inf(-1), math.Inf(-1)
	var gamma []float64
	for i := range spreadSteps {
		sigma := spreadLow * math.Pow(spreadHigh/spreadLow, float64(i)/(spreadSteps-1))
		g := rateSpread{shape: 1 / (sigma * sigma)}
		marginal, err := g.fit(cells, gamma, o.LevelSD)
		if err != nil {
			return nil, nil, err
		}
		gamma = g.effects
		if marginal > likeliest {
			likeliest, out.SpreadLikeliest = marginal, sigma
		}
		// Half-normal prior, and σ for the step of the grid.
		logs = append(logs, marginal-sigma*sigma/(2*o.SpreadMax*o.SpreadMax)+math.Log(sigma))
		top = max(top, logs[i])
		grid = append(grid, g)
	}
	var total float64
	for i := range grid {
		grid[i].weight = math.Exp(logs[i] - top)
		total += grid[i].weight
	}
	for i := range grid {
		grid[i].weight /= total
		out.Spread += grid[i].weight / math.Sqrt(grid[i].shape)
		for j, v := range grid[i].effects {
			out.LogRatio[j] += grid[i].weight * v
		}
	}
	for i := range grid {
		for j, v := range grid[i].effects {
			out.LogRatioSE[j] += grid[i].weight * (grid[i].covariance.At(j, j) + (v-out.LogRatio[j])*(v-out.LogRatio[j]))
		}
	}
	for j, v := range out.LogRatioSE {
		out.LogRatioSE[j] = math.Sqrt(v)
	}
	return grid, out, nil
}

// fit finds the mode of γ from a start, and returns the log marginal likelihood
// by Laplace's approximation. The objective is concave.
func (g *rateSpread) fit(cells []RateCell, start []float64, sd float64) (float64, error) {
	q := 1 + len(cells[0].Covariates)
	gamma := make([]float64, q)
	copy(gamma, start)
	value, gradient, hessian := g.objective(cells, gamma, sd)
	for range 100 { // Newton; the start from the spread before needs 2-4
		var chol mat.Cholesky
		if !chol.Factorize(hessian) {
			return 0, ErrSingular
		}
		step := mat.NewVecDense(q, nil)
		if err := chol.SolveVecTo(step, mat.NewVecDense(q, gradient)); err != nil {
			return 0, ErrSingular
		}
		size := largest(step.RawVector().Data)
		scale := min(1, 1/size) // from afar the curvature misleads
		trial := make([]float64, q)
		for range 40 {
			for j := range trial {
				trial[j] = gamma[j] + scale*step.AtVec(j)
			}
			if v, _, _ := g.objective(cells, trial, sd); v >= value {
				break
			}
			scale /= 2
		}
		copy(gamma, trial)
		value, gradient, hessian = g.objective(cells, gamma, sd)
		if size < 1e-8 {
			break
		}
	}
	var chol mat.Cholesky
	if !chol.Factorize(hessian) {
		return 0, ErrSingular
	}
	g.effects, g.covariance = gamma, mat.NewSymDense(q, nil)
	if err := chol.InverseTo(g.covariance); err != nil {
		return 0, ErrSingular
	}
	return value - chol.LogDet()/2, nil
}

// objective is the log of negative binomial likelihood times normal prior, its
// gradient, and minus its Hessian.
func (g *rateSpread) objective(cells []RateCell, gamma []float64, sd float64) (float64, []float64, *mat.SymDense) {
	q, a := len(gamma), g.shape
	gradient, hessian := make([]float64, q), mat.NewSymDense(q, nil)
	var value float64
	for j, v := range gamma {
		value -= v * v / (2 * sd * sd)
		gradient[j] = -v / (sd * sd)
		hessian.SetSym(j, j, 1/(sd*sd))
	}
	for _, c := range cells {
		expected := c.Exposure * c.Reference * math.Exp(c.logRatio(gamma))
		if expected == 0 {
			continue
		}
		first, _ := math.Lgamma(c.Events + a)
		second, _ := math.Lgamma(a)
		value += first - second - (a+c.Events)*math.Log1p(expected/a)
		value += c.Events * (math.Log(expected) - math.Log(a)) // terms in the events alone left out
		slope := a * (c.Events - expected) / (a + expected)
		curvature := a * expected * (a + c.Events) / ((a + expected) * (a + expected))
		for j := range q {
			gradient[j] += slope * c.covariate(j)
			for k := j; k < q; k++ {
				hessian.SetSym(j, k, hessian.At(j, k)+curvature*c.covariate(j)*c.covariate(k))
			}
		}
	}
	return value, gradient, hessian
}

func (c RateCell) covariate(j int) float64 {
	if j == 0 {
		return 1
	}
	return c.Covariates[j-1]
}

func (c RateCell) logRatio(gamma []float64) float64 {
	var sum float64
	for j, g := range gamma {
		sum += g * c.covariate(j)
	}
	return sum
}
