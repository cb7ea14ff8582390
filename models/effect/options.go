package effect

import "gonum.org/v1/gonum/stat/distuv"

// Options steer an analysis. The zero value takes the defaults named.
type Options struct {
	Folds             int       // parts of the cross-fit, by person; 0 means 5
	Repeats           int       // splits into folds; nuisances are averaged, tests take medians; 0 means 3
	Seed              uint64    // decides the folds
	Outcome           Regressor // nuisance: expected outcome within each arm; nil means Ridge{}
	Final             Regressor // last stage of the DR-learner; nil means Ridge{Terms: Linear}
	PropensityColumns []int     // columns of X in the propensity and censoring models; nil means all
	PropensityTerms   Terms     // what they become
	PropensityPenalty float64   // ridge penalty as a share of the information of an intercept; 0 means 0.01
	Low, High         float64   // propensities within which arms are comparable; 0 means 0.05 and 0.95
	Keep              bool      // rows outside are kept with their propensity clipped, not dropped
	Level             float64   // of intervals; 0 means 0.95
	Workers           int       // goroutines; 0 means GOMAXPROCS. Does not change the answer
}

// Defaults. The bounds of the propensity are those of Stürmer et al. (2010) and
// of this project's evidence review; the others were chosen: five folds for
// four fifths of a small treated arm in each fit, a one per cent penalty that
// only keeps separated confounders finite.
const (
	defaultFolds   = 5
	defaultRepeats = 3
	defaultPenalty = 0.01
	defaultLow     = 0.05
	defaultHigh    = 0.95
	defaultLevel   = 0.95
	minArmPersons  = 10   // persons in each arm of each training part
	minSeen        = 0.05 // probability of being seen: weights stay at most 20
)

func (o Options) withDefaults() Options {
	if o.Folds == 0 {
		o.Folds = defaultFolds
	}
	if o.Repeats == 0 {
		o.Repeats = defaultRepeats
	}
	if o.Outcome == nil {
		o.Outcome = Ridge{}
	}
	if o.Final == nil {
		o.Final = Ridge{Terms: Linear}
	}
	if o.PropensityPenalty == 0 {
		o.PropensityPenalty = defaultPenalty
	}
	if o.Low == 0 {
		o.Low = defaultLow
	}
	if o.High == 0 {
		o.High = defaultHigh
	}
	if o.Level == 0 {
		o.Level = defaultLevel
	}
	ordered := o.Low > 0 && o.Low < o.High && o.High < 1
	if o.Folds < 3 || o.Repeats < 1 || !ordered || o.Level <= 0 || o.Level >= 1 || o.PropensityPenalty < 0 {
		panic(panicOptions)
	}
	return o
}

// normalQuantile is half the width of an interval of the given level in
// standard errors.
func normalQuantile(level float64) float64 { return distuv.UnitNormal.Quantile((1 + level) / 2) }

// studentQuantile is the same for few persons: degrees of freedom are those of
// the smaller arm.
func studentQuantile(level float64, persons int) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(max(persons-1, 1))}.Quantile((1 + level) / 2)
}
