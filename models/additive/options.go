package additive

import "fmt"

// Options steer a fit. The zero value is a binary model with the defaults that
// the fields name.
type Options struct {
	Family       Family
	Classes      []string // Multinomial: names of the classes, the reference first
	Power        float64  // Tweedie: 1 < p < 2; 0 means 1.5
	Bags         int      // folds of persons, each left out by one bag; 0 means 8
	MaxBins      int      // intervals of a numeric feature, at most 254; 0 means by the number of rows. Fewer when features are many
	MinPersons   int      // persons in each published bin; 0 means 20
	LearningRate float64  // share of a Newton step; 0 means 0.05
	MaxRounds    int      // boosting rounds; 0 means 1500
	MaxPairs     int      // pairwise terms tried; 0 means 10, −1 none
	Seed         uint64   // decides which persons belong to which bag, and random cuts
	Workers      int      // goroutines; 0 means GOMAXPROCS. Does not change the answer
	Memory       Memory   // where rows live; nil means the Go heap
}

// mostBins bounds the bins of all features together: curvature takes the square
// of it, 18 MB per bag.
const mostBins = 1536

func (o Options) withDefaults() (Options, error) {
	set := func(v *int, zero int) {
		if *v == 0 {
			*v = zero
		}
	}
	set(&o.Bags, 8)
	set(&o.MinPersons, 20)
	set(&o.MaxRounds, 1500)
	set(&o.MaxPairs, 10)
	if o.LearningRate == 0 {
		o.LearningRate = 0.05
	}
	if o.Power == 0 {
		o.Power = 1.5
	}
	if o.Memory == nil {
		o.Memory = heap{}
	}
	switch {
	case o.Family < Binary || o.Family > Continuous:
		return o, fmt.Errorf("%w: %v is unknown", ErrOptions, o.Family)
	case o.Family == Multinomial && (len(o.Classes) < 2 || len(o.Classes) > 100):
		return o, fmt.Errorf("%w: multinomial needs the names of 2 to 100 classes", ErrOptions)
	case o.Family == Tweedie && !(o.Power > 1 && o.Power < 2):
		return o, fmt.Errorf("%w: Tweedie power %g must lie between 1 and 2", ErrOptions, o.Power)
	case o.Bags < 2 || o.Bags > 64:
		return o, fmt.Errorf("%w: %d bags, 2 to 64 are possible", ErrOptions, o.Bags)
	case o.MaxBins < 0 || o.MaxBins == 1 || o.MaxBins > 254:
		return o, fmt.Errorf("%w: MaxBins %d, 2 to 254 are possible", ErrOptions, o.MaxBins)
	case !(o.LearningRate > 0 && o.LearningRate <= 1) || o.MinPersons < 1 || o.MaxRounds < 1:
		return o, fmt.Errorf("%w: LearningRate must lie in (0, 1], MinPersons and MaxRounds be positive", ErrOptions)
	}
	return o, nil
}

func (o Options) likelihood() likelihood {
	return likelihood{family: o.Family, classes: len(o.Classes), power: o.Power}
}

// binsFor is the number of intervals for numeric features: 32 below 10,000 rows,
// 64 above, and fewer when there are so many features that curvature between all
// bins would not fit in memory.
func (o Options) binsFor(rows, features int) int {
	bins := o.MaxBins
	switch {
	case bins > 0:
	case rows < 10_000:
		bins = 32
	default:
		bins = 64
	}
	return max(4, min(bins, mostBins/features-1))
}
