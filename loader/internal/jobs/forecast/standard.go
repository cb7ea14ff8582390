package forecast

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"github.com/framsyn/framsyn/models/blend"
	"github.com/framsyn/framsyn/models/courses"
	"github.com/framsyn/framsyn/models/demography"
)

// useByAge is what each area, sex and age group used, month by month.
func (s *study) useByAge() []demography.Use {
	type key struct {
		month, area, group int
		sex                courses.Sex
	}
	groups := demography.SKRGroups()
	sums := map[key][]float64{}
	resources := s.Resources()
	for i := range s.Person {
		for row := s.Offset[i]; row < s.Offset[i+1]; row++ {
			k := key{int(s.Month[row]), int(s.Area[row]), demography.GroupOf(int(s.Age[row]), groups), s.Sex[i]}
			if sums[k] == nil {
				sums[k] = make([]float64, len(resources))
			}
			for r, resource := range resources {
				sums[k][r] += s.amount(row, resource)
			}
		}
	}
	out := make([]demography.Use, 0, len(sums))
	for k, amount := range sums {
		sex := demography.Women
		if k.sex == courses.Male {
			sex = demography.Men
		}
		if k.sex == courses.UnknownSex {
			k.group = -1
		}
		out = append(out, demography.Use{Month: s.calendar(k.month), Area: standardArea(s.areas[k.area]), Sex: sex, Group: k.group, Amount: amount})
	}
	slices.SortFunc(out, func(a, b demography.Use) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Area, b.Area), cmp.Compare(a.Sex, b.Sex), cmp.Compare(a.Group, b.Group))
	})
	return out
}

// unknownArea stands for the area of clients without a known one, for the standard
// takes an empty name as the whole municipality.
const unknownArea = "?"

func standardArea(area string) string {
	if area == "" {
		return unknownArea
	}
	return area
}

// calendar is a month's index as 12 · year + calendar month − 1.
func (s *study) calendar(month int) int { return 12*s.first.Year() + int(s.first.Month()) - 1 + month }

// standard fits the demographic standard as of a month. It is nil, without an error,
// where the population that it needs has not been delivered.
func (s *study) standard(origin int) (*demography.Standard, error) {
	var names []string
	for _, r := range s.Resources() {
		names = append(names, r.String())
	}
	fitted, err := demography.FitStandard(s.use, s.population, demography.StandardOptions{Resources: names, Origin: s.calendar(origin)})
	if errors.Is(err, demography.ErrMissing) || errors.Is(err, demography.ErrShort) {
		return nil, nil
	}
	return fitted, err
}

// standardRows are the forecasts of the demographic standard; none where the
// population does not reach so far.
func (s *study) standardRows(fitted *demography.Standard, origin, ahead int) ([]blend.Outcome, error) {
	forecasts, err := fitted.Forecast(ahead, []float64{0.1, 0.5, 0.9})
	if errors.Is(err, demography.ErrMissing) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []blend.Outcome
	for _, f := range forecasts {
		o := blend.Outcome{Method: methodDemographic, Series: f.Area, Level: levelArea, Resource: f.Resource, Origin: origin, Actual: math.NaN(), Scale: math.NaN()}
		switch f.Area {
		case "":
			o.Series, o.Level = s.municipality, levelTotal
		case unknownArea:
			o.Series = ""
		}
		for h := range ahead {
			o.Horizon = h + 1
			o.Mean, o.P10, o.P50, o.P90 = f.Mean[h], f.Quantiles[0][h], f.Quantiles[1][h], f.Quantiles[2][h]
			out = append(out, o)
		}
	}
	return out, nil
}

// judgeStandard forecasts by the demographic standard from earlier months; what came
// and the scale are those of the other methods.
func (s *study) judgeStandard(origins []int, ahead int) ([]blend.Outcome, error) {
	came := map[cell]blend.Outcome{}
	for _, o := range s.outcomes {
		came[cellOf(o)] = o
	}
	var out []blend.Outcome
	for _, origin := range origins {
		fitted, err := s.standard(origin)
		if err != nil {
			return nil, err
		}
		if fitted == nil {
			continue
		}
		rows, err := s.standardRows(fitted, origin, ahead)
		if err != nil {
			return nil, err
		}
		for _, o := range rows {
			if actual, ok := came[cellOf(o)]; ok {
				o.Actual, o.Scale = actual.Actual, actual.Scale
				out = append(out, o)
			}
		}
	}
	return out, nil
}
