package effect

import (
	"fmt"
	"math"

	"github.com/framsyn/framsyn/models/additive"
	"github.com/framsyn/framsyn/models/split"
)

// jackknifeGroups is how many parts of the persons are left out in turn for the
// uncertainty of predicted effects; 20 gives a standard error good to a sixth.
const jackknifeGroups = 20

// Predictor gives the expected effect for rows that were not in the study.
type Predictor struct {
	verdict   Verdict
	average   Effect
	shrink    float64
	treat     *probability
	ranges    *basis // of all confounders among the rows judged
	full      centredFit
	jackknife []centredFit // each without a group of persons
	low, high float64
	z         float64
}

// centredFit is an effect model with its mean prediction over the study.
type centredFit struct {
	Regression
	centre float64
}

// shown shrinks a prediction towards the mean.
func (f centredFit) shown(v, shrink float64) float64 { return f.centre + shrink*(v-f.centre) }

// Potential is what is expected of treatment for one row.
type Potential struct {
	Estimate  float64 // outcome with minus without treatment, in its unit
	Low, High float64
	Supported bool // the row is like those in the study: propensity in bounds, each value in the range seen
}

// Predictor fits the effect model on all persons judged. Deviations from the
// average are shrunk by the slope found on unseen persons.
func (h *Heterogeneity) Predictor() (*Predictor, error) {
	n := h.nuisance
	p := &Predictor{
		verdict: h.Verdict, average: h.Average, shrink: h.Slope.shrinkage(), low: n.options.Low, high: n.options.High,
		z: normalQuantile(n.options.Level),
	}
	var err error
	if p.treat, err = fitProbability(n.sample.X, n.options.PropensityColumns, n.sample.Treated, n.sample.Person, n.options); err != nil {
		return nil, fmt.Errorf("propensity: %w", err)
	}
	p.ranges = fitBasis(gather(n.sample.X, h.kept), Linear)
	z := gather(n.sample.modifiers(), h.kept)
	errs := make([]error, jackknifeGroups+1)
	fits := make([]centredFit, jackknifeGroups+1)
	parallel(len(errs), n.options.Workers, func(g int) { // group 20 is nobody: the full fit
		fits[g], errs[g] = h.fitWithoutGroup(z, g)
	})
	if err := firstError(errs); err != nil {
		return nil, fmt.Errorf("effect model: %w", err)
	}
	p.jackknife, p.full = fits[:jackknifeGroups], fits[jackknifeGroups]
	return p, nil
}

// fitWithoutGroup fits the effect model on the modifiers z of the rows judged,
// less one group of persons.
func (h *Heterogeneity) fitWithoutGroup(z [][]float64, group int) (centredFit, error) {
	n := h.nuisance
	var rows []int
	for _, i := range h.kept {
		if split.Fold(n.sample.person(i), jackknifeGroups, n.options.Seed+1) != group {
			rows = append(rows, i)
		}
	}
	fit, err := n.fitFinal(rows, func(i int) scores { return n.own[i] })
	if err != nil {
		return centredFit{}, err
	}
	out := centredFit{Regression: fit}
	for _, v := range fit.Predict(z) {
		out.centre += v / float64(len(h.kept))
	}
	return out, nil
}

// Effects returns what may be shown for each row, given confounders and
// modifiers in the columns of the study: the average for all, unless the
// verdict is Individual. Intervals are for the expected effect, not for what
// will come of one person.
func (p *Predictor) Effects(x, modifiers [][]float64) []Potential {
	if p.verdict.Show == Individual {
		return p.Individual(x, modifiers)
	}
	out := p.supported(x)
	for i := range out {
		out[i].Estimate, out[i].Low, out[i].High = p.average.Estimate, p.average.Low, p.average.High
	}
	return out
}

// Shrinkage is what deviations of the effect model from its mean are multiplied
// by in Individual: 1 unless they were too great on unseen persons.
func (p *Predictor) Shrinkage() float64 { return p.shrink }

// Additive returns the effect model with its terms, to be stored as rows, when
// Options.Final was Additive; else nil.
func (p *Predictor) Additive() *additive.Model {
	if fit, ok := p.full.Regression.(additiveFit); ok {
		return fit.model
	}
	return nil
}

// Individual returns the effect model's estimates whatever the verdict, for
// research; they must not be shown for persons when the verdict is average.
func (p *Predictor) Individual(x, modifiers [][]float64) []Potential {
	if modifiers == nil {
		modifiers = x
	}
	out := p.supported(x)
	for i, v := range p.full.Predict(modifiers) {
		out[i].Estimate = p.full.shown(v, p.shrink)
	}
	mean, square := make([]float64, len(out)), make([]float64, len(out))
	without := make([][]float64, jackknifeGroups)
	for g, fit := range p.jackknife {
		without[g] = fit.Predict(modifiers)
		for i, v := range without[g] {
			without[g][i] = fit.shown(v, p.shrink)
			mean[i] += without[g][i] / jackknifeGroups
		}
	}
	for _, prediction := range without {
		for i, v := range prediction {
			square[i] += (v - mean[i]) * (v - mean[i])
		}
	}
	for i := range out {
		half := p.z * math.Sqrt(square[i]*(jackknifeGroups-1)/jackknifeGroups)
		out[i].Low, out[i].High = out[i].Estimate-half, out[i].Estimate+half
	}
	return out
}

func (p *Predictor) supported(x [][]float64) []Potential {
	e := p.treat.predict(x)
	out := make([]Potential, len(e))
	for i, v := range e {
		out[i].Supported = v >= p.low && v <= p.high && p.ranges.covers(x, i)
	}
	return out
}
