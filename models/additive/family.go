package additive

import (
	"fmt"
	"math"
)

// Family is the kind of outcome, with its link between score and mean.
type Family int

// The families. K is the number of classes, μ the mean, η the score.
const (
	Binary      Family = iota // y 0 or 1 (or a share between), μ = 1/(1+e^−η)
	Multinomial               // y class 0 … K−1, class 0 is the reference; μₖ = e^ηₖ / Σ e^ηₗ, η₀ = 0
	Poisson                   // y ≥ 0, variance ∝ μ = e^η: counts
	Tweedie                   // y ≥ 0, variance ∝ μ^Power, μ = e^η: amounts with many zeros, such as hours
	Continuous                // y any finite number, μ = η, constant variance
)

// String returns the family's name.
func (f Family) String() string {
	names := [...]string{"binary", "multinomial", "poisson", "tweedie", "continuous"}
	if f < 0 || int(f) >= len(names) {
		return fmt.Sprintf("family %d", int(f))
	}
	return names[f]
}

// maxScore bounds scores before exponentiation: e^40 is beyond any rate, and
// sums of a billion such rows stay finite.
const maxScore = 40

// likelihood is a family with its constants. Fits work with symmetric functions
// (K of them for Multinomial); the reference class is subtracted at the end.
type likelihood struct {
	family  Family
	classes int
	power   float64
}

// functions is the number of symmetric functions.
func (l likelihood) functions() int {
	if l.family == Multinomial {
		return l.classes
	}
	return 1
}

// possible tells whether y is an outcome of the family.
func (l likelihood) possible(y float64) bool {
	switch l.family {
	case Binary:
		return y >= 0 && y <= 1
	case Multinomial:
		return y == math.Trunc(y) && y >= 0 && y < float64(l.classes)
	case Poisson, Tweedie:
		return y >= 0 && !math.IsInf(y, 1)
	case Continuous:
	}
	return !math.IsNaN(y) && !math.IsInf(y, 0)
}

func bounded(eta float64) float64 { return min(max(eta, -maxScore), maxScore) }

// derivatives writes weighted first and second derivatives of the loss with
// respect to the score of function fn. For Multinomial the second derivative is
// wμₖ and not wμₖ(1−μₖ): diag(1/μ) inverts the information matrix
// diag(μ) − μμᵀ, so that with all classes moving at once the step is Newton's.
func (l likelihood) derivatives(fn int, y, w []float64, eta [][]float64, g, h []float64) {
	switch e := eta[0]; l.family {
	case Binary:
		for i, v := range e {
			p := 1 / (1 + math.Exp(-bounded(v)))
			g[i], h[i] = w[i]*(p-y[i]), w[i]*p*(1-p)
		}
	case Multinomial:
		for i := range y {
			p := softmaxOf(fn, i, eta)
			hit := 0.0
			if int(y[i]) == fn {
				hit = 1
			}
			g[i], h[i] = w[i]*(p-hit), w[i]*max(p, 1e-12)
		}
	case Poisson:
		for i, v := range e {
			mu := math.Exp(bounded(v))
			g[i], h[i] = w[i]*(mu-y[i]), w[i]*mu
		}
	case Tweedie:
		for i, v := range e {
			b := bounded(v)
			up, down := math.Exp((2-l.power)*b), y[i]*math.Exp((1-l.power)*b)
			g[i], h[i] = w[i]*(up-down), w[i]*((2-l.power)*up+(l.power-1)*down)
		}
	case Continuous:
		for i, v := range e {
			g[i], h[i] = w[i]*(v-y[i]), w[i]
		}
	}
}

func softmaxOf(fn, i int, eta [][]float64) float64 {
	top := eta[0][i]
	for _, e := range eta[1:] {
		top = max(top, e[i])
	}
	var sum float64
	for _, e := range eta {
		sum += math.Exp(e[i] - top)
	}
	return math.Exp(eta[fn][i]-top) / sum
}

// loss is the sum of weighted losses: minus the log-likelihood, or half the
// deviance up to a constant.
func (l likelihood) loss(y, w []float64, eta [][]float64) float64 {
	if l.family == Binary {
		return binaryLoss(y, w, eta[0])
	}
	var sum float64
	for i := range y {
		sum += w[i] * l.rowLoss(y[i], i, eta)
	}
	return sum
}

// binaryLoss takes one logarithm of a product of up to 64 factors between 1 and 2
// while the weight stays the same.
func binaryLoss(y, w, eta []float64) float64 {
	sum, product, weight, factors := 0.0, 1.0, 0.0, 0
	for i, e := range eta {
		if w[i] != weight || factors == 64 {
			sum += weight * math.Log(product)
			product, weight, factors = 1, w[i], 0
		}
		product *= 1 + math.Exp(-math.Abs(e))
		factors++
		sum += w[i] * (max(e, 0) - y[i]*e)
	}
	return sum + weight*math.Log(product)
}

func (l likelihood) rowLoss(y float64, i int, eta [][]float64) float64 {
	e := eta[0][i]
	switch l.family {
	case Binary:
		return max(e, 0) + math.Log(1+math.Exp(-math.Abs(e))) - y*e // Log1p is slower, and its digits are lost in the sum
	case Multinomial:
		return -math.Log(max(softmaxOf(int(y), i, eta), 1e-300))
	case Poisson:
		e = bounded(e)
		return math.Exp(e) - y*e
	case Tweedie:
		e = bounded(e)
		return math.Exp((2-l.power)*e)/(2-l.power) + y*math.Exp((1-l.power)*e)/(l.power-1)
	case Continuous:
	}
	return (e - y) * (e - y) / 2
}

// mean turns symmetric or final scores into means: dst has one number, or K for
// Multinomial, whose eta is then K long too.
func (l likelihood) mean(dst, eta []float64) {
	switch l.family {
	case Binary:
		dst[0] = 1 / (1 + math.Exp(-eta[0]))
	case Multinomial:
		top, sum := eta[0], 0.0
		for _, e := range eta {
			top = max(top, e)
		}
		for k, e := range eta {
			dst[k] = math.Exp(e - top)
			sum += dst[k]
		}
		for k := range eta {
			dst[k] /= sum
		}
	case Poisson, Tweedie:
		dst[0] = math.Exp(eta[0])
	case Continuous:
		dst[0] = eta[0]
	}
}

// pearson is the squared Pearson residual (y−μ)²/V(μ), whose weighted mean over
// the residual degrees of freedom estimates the dispersion φ.
func (l likelihood) pearson(y, eta float64) float64 {
	switch l.family {
	case Poisson, Tweedie:
		mu := math.Exp(bounded(eta))
		return (y - mu) * (y - mu) / math.Pow(mu, l.exponent())
	case Continuous:
		return (y - eta) * (y - eta)
	case Binary, Multinomial:
	}
	return 1
}

// slant is V′(μ)(y−μ)/V(μ), of mean 0 at the true μ.
func (l likelihood) slant(y, eta float64) float64 {
	return l.exponent() * (y*math.Exp(-bounded(eta)) - 1)
}

// exponent is p of the variance φμᵖ, 0 where it does not depend on μ in this way.
func (l likelihood) exponent() float64 {
	switch l.family {
	case Poisson:
		return 1
	case Tweedie:
		return l.power
	case Binary, Multinomial, Continuous:
	}
	return 0
}
