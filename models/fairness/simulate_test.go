package fairness_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/framsyn/framsyn/models/fairness"
)

// town draws clients followed for some months, with what a model estimates and
// what came. Where nothing is planted the estimates are right.
type town struct {
	persons int
	shift   float64 // log-odds that the model does not see of women
	low     float64 // log-odds by which women are estimated too low
	blur    float64 // part of the log-odds that the model has by chance in area 1, 0-1
	amounts bool
}

const months = 4

func (t town) draw(seed uint64) (fairness.Sample, []fairness.Grouping) {
	rng := rand.New(rand.NewPCG(seed, 7))
	var s fairness.Sample
	names := []string{"sex", "age_band", "area", "household", "hours_band"}
	groups := make([]fairness.Grouping, len(names))
	for person := range t.persons {
		sex, area := pick(rng, "female", "male"), fmt.Sprint(1+rng.IntN(6))
		of := []string{sex, fmt.Sprint(65 + 5*rng.IntN(6)), area, pick(rng, "single", "not_single"), fmt.Sprint(rng.IntN(5))}
		true0 := -1.7 + 0.9*rng.NormFloat64() // about 20 % have the outcome, and the AUC is about .72
		seen := true0
		if area == "1" {
			seen = -1.7 + (1-t.blur)*(true0+1.7) + t.blur*0.9*rng.NormFloat64()
		}
		if sex == "female" {
			true0 += t.shift
			seen -= t.low
		}
		held := rng.Float64() // of the person, so that months of one person are alike
		for range months {
			s.Person = append(s.Person, uint64(person))
			expected, came := t.outcome(rng, true0, seen, held)
			s.Expected, s.Outcome = append(s.Expected, expected), append(s.Outcome, came)
			for g := range groups {
				groups[g].Name = names[g]
				groups[g].Of = append(groups[g].Of, of[g])
			}
		}
	}
	return s, groups
}

// outcome is what is estimated of a row, and what came; 3 of 4 months of a person
// go by one draw.
func (t town) outcome(rng *rand.Rand, true0, seen, held float64) (expected, came float64) {
	if t.amounts {
		return 20 * math.Exp(0.5*seen), 20 * math.Exp(0.5*true0) * rng.ExpFloat64()
	}
	if rng.IntN(4) == 0 {
		held = rng.Float64()
	}
	if held < sigmoid(true0) {
		came = 1
	}
	return sigmoid(seen), came
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func pick(rng *rand.Rand, a, b string) string {
	if rng.IntN(2) == 0 {
		return a
	}
	return b
}

// limits as core.audit_limits has them.
func limits() []fairness.Limit {
	var out []fairness.Limit
	inf := math.Inf(1)
	for _, group := range []string{"sex", "age_band", "area", "household", "hours_band"} {
		out = append(out, fairness.Limit{Group: group, Measure: fairness.CalibrationRatio, Lowest: 0.8, Highest: 1.25})
		if group != "age_band" && group != "hours_band" {
			out = append(out, fairness.Limit{Group: group, Measure: fairness.AUCGap, Lowest: -0.05, Highest: inf},
				fairness.Limit{Group: group, Measure: fairness.MissedGap, Lowest: -inf, Highest: 0.1})
		}
	}
	return out
}
