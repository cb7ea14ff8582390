package effects

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/framsyn/framsyn/loader/internal/reasons"
	"github.com/framsyn/framsyn/models/followup"
)

const (
	// leastBelieved is from how many statements on their mean is shown, as the
	// groups of models/followup.
	leastBelieved = 10
	allAreas      = "*"
	keySeparator  = "\x00"
	startMonth    = "start_month" // a check of models/followup
)

// group is a group of one kind with what its key means.
type group struct {
	followup.Group
	area  string
	year  int
	cases []int
}

// groups are a kind as a whole, by area, by year, and by both; pooled within each.
func (f *following) groups(k kind) ([]group, error) {
	var out []group
	for _, by := range []struct{ area, year bool }{{false, false}, {true, false}, {false, true}, {true, true}} {
		keys := make([]string, len(f.cases))
		members := map[string][]int{}
		for c, n := range f.cases {
			i := f.begun[n]
			if i.kind != k.code {
				continue
			}
			area, year := allAreas, 0
			if by.area {
				area = i.area
			}
			if by.year {
				year = i.started.Year()
			}
			keys[c] = area + keySeparator + strconv.Itoa(year)
			members[keys[c]] = append(members[keys[c]], c)
		}
		found, err := f.study.Groups(keys)
		if err != nil {
			return nil, fmt.Errorf("groups of %s: %w", k.code, err)
		}
		for _, g := range found {
			area, yearText, _ := strings.Cut(g.Key, keySeparator)
			year, err := strconv.Atoi(yearText)
			if err != nil {
				return nil, fmt.Errorf("groups of %s: %w", k.code, err)
			}
			out = append(out, group{g, area, year, members[g.Key]})
		}
	}
	return out, nil
}

func groupColumns() []string {
	return []string{
		"kind", "area_id", "started_year", "horizon_months", "as_of_date", "n_interventions", "n_followed", "n_clients", "n_controls", "is_too_few",
		"believed_team_h", "believed_model_h", "observed_change_h", "observed_low_h", "observed_high_h", "similar_change_h", "similar_share",
		"effect_h", "effect_low_h", "effect_high_h", "pooled_h", "pooled_low_h", "pooled_high_h", "survivors_h", "survivors_low_h", "survivors_high_h",
		"dead_share", "death_difference", "death_difference_low", "death_difference_high", "housed_share", "housing_difference", "housing_difference_low",
		"housing_difference_high", "surprise_h", "surprise_low_h", "surprise_high_h", "pre_trend_h", "is_pre_trend_passed", "earlier_level_h",
		"is_earlier_level_passed", "start_month_h", "is_start_month_passed", "placebo_start_h", "is_placebo_start_passed", "is_warned", "sentence_sv", "sentence_en", "run_id",
	}
}

// groupRow is a row of mart.follow_up_groups.
func (f *following) groupRow(k kind, g group, e followup.Effect) []any {
	horizon := 0
	for h, months := range horizons() {
		if months == e.Months {
			horizon = h
		}
	}
	isTooFew := math.IsNaN(e.Hours.Value)
	pooled := e.Pooled
	if math.IsNaN(pooled.Value) {
		pooled = e.Hours
	}
	swedish, english := groupSentences(k, g.Group, e)
	row := []any{
		k.code, g.area, uint16(g.year), uint8(e.Months), f.asOf, uint32(g.Cases), uint32(e.Cases), uint32(e.Persons), uint32(e.Controls), isTooFew,
		orNil(e.Believed), meanOf(f.believedByModel(g.cases, horizon), leastBelieved), orNil(e.Observed.Value), orNil(e.Observed.Low), orNil(e.Observed.High),
		orNil(e.Similar), orNil(e.Share),
	}
	for _, i := range []followup.Interval{e.Hours, pooled, e.Survivors} {
		row = append(row, orNil(i.Value), orNil(i.Low), orNil(i.High))
	}
	row = append(row, orNil(e.Deaths), orNil(e.Death.Value), orNil(e.Death.Low), orNil(e.Death.High))
	row = append(row, orNil(e.Housed), orNil(e.Housing.Value), orNil(e.Housing.Low), orNil(e.Housing.High))
	row = append(row, orNil(e.Surprise.Value), orNil(e.Surprise.Low), orNil(e.Surprise.High))
	for _, name := range []string{"pre_trend", "earlier_level", startMonth, "placebo_start"} {
		value, passed := checkOf(g.Group, name)
		row = append(row, value, passed)
	}
	return append(row, !g.Passed(), swedish, english, f.run)
}

// checkOf is the result of a named check; NULL where there were too few.
func checkOf(g followup.Group, name string) (value *float64, passed *bool) {
	for _, c := range g.Checks {
		if c.Name == name && !math.IsNaN(c.Result.Value) {
			return orNil(c.Result.Value), &c.Passed
		}
	}
	return nil, nil
}

// groupSentences tell a group at a horizon, and what of the change came by itself.
func groupSentences(k kind, g followup.Group, e followup.Effect) (swedish, english string) {
	if math.IsNaN(e.Hours.Value) {
		return fmt.Sprintf("För få uppföljda efter %d månader (%d brukare): ingen slutsats.", e.Months, e.Persons),
			fmt.Sprintf("Too few followed for %d months (%d clients): nothing can be said.", e.Months, e.Persons)
	}
	var sv, en strings.Builder
	both := func(swedish, english string, changes ...float64) {
		var valuesSV, valuesEN []any
		for _, change := range changes {
			changeSV, changeEN := reasons.Signed(change)
			valuesSV, valuesEN = append(valuesSV, changeSV), append(valuesEN, changeEN)
		}
		fmt.Fprintf(&sv, swedish, valuesSV...)
		fmt.Fprintf(&en, english, valuesEN...)
	}
	fmt.Fprintf(&sv, "%s, %d brukare efter %d månader:", k.swedish, e.Persons, e.Months)
	fmt.Fprintf(&en, "%s, %d clients after %d months:", k.english, e.Persons, e.Months)
	both(" timmarna ändrades i medeltal med %s i månaden. Lika brukare utan insatsen: %s.",
		" hours changed by %s a month on average. Similar clients without it: %s.", e.Observed.Value, e.Similar)
	if e.Share > 0 {
		fmt.Fprintf(&sv, " Så mycket (%.0f %% av ändringen) hade kommit ändå: insatser börjar ofta när behovet är som störst, och det största behovet går ofta tillbaka av sig självt.", 100*math.Min(e.Share, 1))
		fmt.Fprintf(&en, " So much (%.0f %% of the change) would have come anyway: interventions often begin when the need is greatest, and the greatest need often recedes by itself.", 100*math.Min(e.Share, 1))
	}
	both(" Skillnaden är %s timmar (95 %%: %s till %s)", " The difference is %s hours (95 %%: %s to %s)", e.Hours.Value, e.Hours.Low, e.Hours.High)
	if e.Hours.Low <= 0 && e.Hours.High >= 0 {
		both(", vilket kan vara slump.", ", which may be chance.")
	} else {
		both(".", ".")
	}
	if !math.IsNaN(e.Believed) {
		both(" Teamen trodde på %s.", " The teams believed in %s.", e.Believed)
	}
	swedish, english = groupWarning(g)
	return sv.String() + swedish, en.String() + english
}

// groupWarning says what failed checks mean; empty where none did.
func groupWarning(g followup.Group) (swedish, english string) {
	for _, c := range g.Checks {
		if !c.Passed && c.Name != startMonth {
			return " Varning: grupperna var på olika väg redan före starten; lita inte på skillnaden.",
				" Warning: the groups were on different courses before the start already; do not trust the difference."
		}
	}
	if !g.Passed() {
		return " Varning: behovet steg redan i startmånaden, mer än för lika brukare; nyttan syns då mindre än den är, eller alls inte.",
			" Warning: the need rose in the month of the start already, more than for similar clients; the gain then looks smaller than it is, or none."
	}
	return "", ""
}
