package forecast

import (
	"fmt"
	"math"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/models/blend"
	"github.com/framsyn/framsyn/models/courses"
	"github.com/framsyn/framsyn/models/demography"
	"github.com/framsyn/framsyn/models/series"
)

// The methods, besides courses, blend and seasonal_naive.
const (
	methodDemographic = "demographic"
	methodETS         = "ets"
	methodTheta       = "theta"
	methodSTLETS      = "stl_ets"
	methodCombination = "combination" // the mean of these three: a peer, no part of the blend
	methodNaive       = courses.MethodSeasonalNaive

	levelTotal = "total"
	levelArea  = "area"
)

const (
	horizon = 36 // months
	season  = 12 // months
	// leastOrigins is from how many earlier months the methods are judged, where the
	// history is long enough, and mostStep how many months lie between them at most.
	leastOrigins = 12
	mostStep     = 3
	// judgeDraws and manyDraws are draws of the courses from an earlier and from the
	// last month; fewDraws where there are more than manyRows person-months.
	judgeDraws = 60
	nowDraws   = 200
	// scenarioDraws are enough for a difference from today on the same draws.
	scenarioDraws = 50
	fewDraws      = 20
	manyRows      = 2_000_000
	seed          = 1
)

// study is what a forecast is made from.
type study struct {
	*history

	population  []demography.Population
	inhabitants *courses.Inhabitants
	use         []demography.Use
	outcomes    []blend.Outcome // every method but the blend, on rolling origins
	practice    *courses.Practice
}

// options are what courses are learned with.
func (s *study) options() courses.Options { return courses.Options{Inhabitants: s.inhabitants} }

// origins are earlier months to forecast from: from two years of history on, or one
// where there are not so many.
func (s *study) origins() []int {
	least := min(2*season, max(courses.MinMonths, s.months/2))
	last := s.origin() - 1
	step := max(1, min(mostStep, (last-least)/(leastOrigins-1)))
	var out []int
	for origin := last; origin >= least; origin -= step {
		out = append(out, origin)
	}
	return out
}

// judge forecasts from earlier months by all methods, each knowing only the months
// up to then as they are recorded today, and the population as it is known today.
func (s *study) judge(in job.Input) error {
	origins := s.origins()
	if len(origins) == 0 {
		return nil
	}
	draws := judgeDraws
	if len(s.Month) > manyRows {
		draws = fewDraws
	}
	ahead := min(horizon, s.origin()-origins[len(origins)-1])
	judged, err := courses.Backtest(&s.Histories, len(s.areas), origins, s.options(), courses.ForecastOptions{Horizon: ahead, Draws: draws, Seed: seed})
	if err != nil {
		return fmt.Errorf("courses from earlier months: %w", err)
	}
	s.practice = courses.EstimatePractice(judged, horizon)
	timed(in, "courses from earlier months")
	peers, err := courses.BacktestPeers(&s.Histories, len(s.areas), origins, ahead, members())
	if err != nil {
		return fmt.Errorf("series from earlier months: %w", err)
	}
	timed(in, "series from earlier months")
	for _, o := range append(judged, peers...) {
		s.outcomes = append(s.outcomes, s.outcome(o))
	}
	standard, err := s.judgeStandard(origins, ahead)
	if err != nil {
		return fmt.Errorf("demographic standard from earlier months: %w", err)
	}
	timed(in, "demographic standard from earlier months")
	s.outcomes = append(s.outcomes, standard...)
	s.outcomes = append(s.outcomes, combination(s.outcomes)...)
	return nil
}

// members are the methods for single series that are parts of the blend.
func members() []series.Named {
	return []series.Named{
		{Name: methodETS, Method: series.ETS{Period: season, NonNegative: true}},
		{Name: methodTheta, Method: series.Theta{Period: season, NonNegative: true}},
		{Name: methodSTLETS, Method: series.STLETS{Period: season, NonNegative: true}},
	}
}

// naive is the method that every other has to beat.
func naive() series.Named {
	return series.Named{Name: methodNaive, Method: series.SeasonalNaive{NonNegative: true}}
}

// outcome names an outcome of courses as a blend does.
func (s *study) outcome(o courses.Outcome) blend.Outcome {
	out := blend.Outcome{
		Method: o.Method, Series: s.scopeID(o.Area), Level: levelArea, Resource: o.Resource.String(), Origin: o.Origin, Horizon: o.Horizon, Mean: o.Mean,
		P10: o.P10, P50: o.P50, P90: o.P90, Actual: o.Actual, Scale: o.Scale,
	}
	if o.Area == courses.Total {
		out.Level = levelTotal
	}
	return out
}

// cell is what a forecast is of.
type cell struct {
	series, resource string
	origin, horizon  int
}

func cellOf(o blend.Outcome) cell { return cell{o.Series, o.Resource, o.Origin, o.Horizon} }

// combination is the mean of ETS, Theta and STL-ETS, means and quantiles.
func combination(outcomes []blend.Outcome) []blend.Outcome {
	sums := map[cell]*blend.Outcome{}
	counts := map[cell]int{}
	var order []cell
	for _, o := range outcomes {
		if o.Method != methodETS && o.Method != methodTheta && o.Method != methodSTLETS {
			continue
		}
		c := cellOf(o)
		sum := sums[c]
		if sum == nil {
			sum = &blend.Outcome{Method: methodCombination, Series: o.Series, Level: o.Level, Resource: o.Resource, Origin: o.Origin, Horizon: o.Horizon, Actual: o.Actual, Scale: o.Scale}
			sums[c] = sum
			order = append(order, c)
		}
		counts[c]++
		sum.Mean, sum.P10, sum.P50, sum.P90 = sum.Mean+o.Mean, sum.P10+o.P10, sum.P50+o.P50, sum.P90+o.P90
	}
	var out []blend.Outcome
	for _, c := range order {
		o, n := *sums[c], float64(counts[c])
		o.Mean, o.P10, o.P50, o.P90 = o.Mean/n, o.P10/n, o.P50/n, o.P90/n
		out = append(out, o)
	}
	return out
}

// prior is what a method weighs before anything is known of it: up to three months
// ahead half goes to the courses, which know the persons; from a year ahead, where
// most of those who will be served are not known, half to the demographic standard.
// It was chosen on eight made-up municipalities that no published accuracy is from.
func prior(method string, ahead int) float64 {
	far := min(max(math.Log(float64(ahead)/3)/math.Log(4), 0), 1) // 0 up to 3 months, 1 from 12
	switch method {
	case courses.MethodCourses:
		return 0.5 - 0.2*far
	case methodDemographic:
		return 0.09 + 0.41*far
	case methodNaive:
		return 0.05 - 0.03*far
	}
	return 0.12 - 0.06*far
}

func blendOptions() blend.Options { return blend.Options{Prior: prior, IsAside: isUnplaced} }

// isMember tells whether a method is a part of the blend.
func isMember(method string) bool { return method != methodCombination && method != blend.MethodBlend }

// onlyMembers are the outcomes that a blend is made of.
func onlyMembers(outcomes []blend.Outcome) []blend.Outcome {
	var out []blend.Outcome
	for _, o := range outcomes {
		if isMember(o.Method) {
			out = append(out, o)
		}
	}
	return out
}
