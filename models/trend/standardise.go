package trend

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Stratum is one age band and sex of a population in one period.
type Stratum struct {
	Population float64 // persons, or persons × months at risk
	Amount     float64 // clients or hours
	// Variance of Amount; 0 means that of a Poisson count, Amount itself. For hours
	// give Σ hours² over persons.
	Variance float64
}

// Standardised is a rate as it would be if the population had the standard's
// composition.
type Standardised struct {
	Rate    Interval // per person of the population
	Crude   float64
	Covered float64 // share of the standard that lies in strata with people; the rate speaks for that share only
}

// Standardise is direct standardisation: Rate = Σ w_s A_s / N_s, with w the share of
// stratum s in the standard, its interval normal at 95 % with variance
// Σ w_s² Var(A_s) / N_s². Strata without people are left out and w scaled up.
func Standardise(strata []Stratum, standard []float64) (Standardised, error) {
	if len(strata) != len(standard) {
		return Standardised{}, fmt.Errorf("trend: %d strata, %d in the standard", len(strata), len(standard))
	}
	var all, covered, rate, variance, amount, people float64
	for s, k := range strata {
		if err := k.validate(s); err != nil {
			return Standardised{}, err
		}
		if !(standard[s] >= 0) || math.IsInf(standard[s], 0) {
			return Standardised{}, fmt.Errorf("trend: standard of stratum %d is %v", s, standard[s])
		}
		all += standard[s]
		amount, people = amount+k.Amount, people+k.Population
		if k.Population == 0 {
			continue
		}
		w := standard[s] / k.Population
		v := k.Variance
		if v == 0 {
			v = k.Amount
		}
		covered += standard[s]
		rate += w * k.Amount
		variance += w * w * v
	}
	if covered == 0 {
		return Standardised{}, errors.New("trend: no stratum of the standard has people")
	}
	rate, se := rate/covered, math.Sqrt(variance)/covered
	z := distuv.UnitNormal.Quantile(0.975)
	return Standardised{
		Rate: Interval{rate, math.Max(0, rate-z*se), rate + z*se}, Crude: amount / people, Covered: covered / all,
	}, nil
}

func (k Stratum) validate(s int) error {
	for _, v := range []float64{k.Population, k.Amount, k.Variance} {
		if !(v >= 0) || math.IsInf(v, 0) {
			return fmt.Errorf("trend: stratum %d has population %v, amount %v, variance %v", s, k.Population, k.Amount, k.Variance)
		}
	}
	if k.Population == 0 && k.Amount > 0 {
		return fmt.Errorf("trend: stratum %d has an amount of %v but no people", s, k.Amount)
	}
	return nil
}

// RateChange splits the change of a crude rate into two parts that add up to it.
type RateChange struct {
	Total       float64 // rate after minus before
	Rates       float64 // part from the rates within strata: change at the same age and sex
	Composition float64 // part from who the people are
}

// Kitagawa splits the change of a crude rate R = Σ c_s r_s, with c the share of the
// population in stratum s and r its rate (Kitagawa 1955):
//
//	ΔR = Σ Δr_s (c₀+c₁)/2 + Σ Δc_s (r₀+r₁)/2
//
// A stratum that is empty on one side takes the rate of the other, so that it
// counts as composition.
func Kitagawa(before, after []Stratum) (RateChange, error) {
	if len(before) != len(after) {
		return RateChange{}, fmt.Errorf("trend: %d strata before, %d after", len(before), len(after))
	}
	var n0, n1 float64
	for s := range before {
		if err := errors.Join(before[s].validate(s), after[s].validate(s)); err != nil {
			return RateChange{}, err
		}
		n0, n1 = n0+before[s].Population, n1+after[s].Population
	}
	if n0 == 0 || n1 == 0 {
		return RateChange{}, errors.New("trend: no population on one side")
	}
	var out RateChange
	for s := range before {
		r0, r1 := ratio(before[s].Amount, before[s].Population), ratio(after[s].Amount, after[s].Population)
		switch {
		case math.IsNaN(r0) && math.IsNaN(r1):
			continue
		case math.IsNaN(r0):
			r0 = r1
		case math.IsNaN(r1):
			r1 = r0
		}
		c0, c1 := before[s].Population/n0, after[s].Population/n1
		out.Rates += (r1 - r0) * (c0 + c1) / 2
		out.Composition += (c1 - c0) * (r0 + r1) / 2
	}
	out.Total = out.Rates + out.Composition
	return out, nil
}
