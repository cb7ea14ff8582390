package effects

import (
	"math"

	"github.com/framsyn/framsyn/models/followup"
)

func caseColumns() []string {
	return []string{
		"intervention_id", "horizon_months", "client_id", "kind", "area_id", "started_date", "selection_id", "as_of_date", "followed", "fate", "hours_before",
		"believed_team_h", "believed_model_h", "believed_model_low_h", "believed_model_high_h", "observed_change_h", "similar_change_h", "similar_low_h",
		"similar_high_h", "difference_h", "difference_low_h", "difference_high_h", "n_controls", "match_reach", "match_distance", "is_unusual", "sentence_sv",
		"sentence_en", "run_id",
	}
}

// caseRow is a row of mart.follow_ups.
func (f *following) caseRow(i intervention, c followup.CaseResult, at followup.CaseAt) []any {
	followed := followedName(c, at)
	var fate *string
	var isUnusual *bool
	if at.Followed == followup.Complete {
		name, unusual := fateName(at.Status), at.Unusual()
		fate, isUnusual = &name, &unusual
	}
	swedish, english := caseSentences(c, at)
	return []any{
		i.id, uint8(at.Months), i.client, i.kind, i.area, i.started, i.selection, f.asOf, followed, fate, orNil(i.before),
		i.team, i.model, i.low, i.high, orNil(at.Observed), orNil(at.Similar), orNil(at.Low),
		orNil(at.High), orNil(at.Difference), orNil(at.Observed - at.High), orNil(at.Observed - at.Low), uint16(at.Controls), reachName(c), orNil(meanDistance(c)), isUnusual, swedish,
		english, f.run,
	}
}

// repeated is the result of a second intervention of a client, kind and month: it
// is not followed again.
func repeated() followup.CaseResult {
	c := followup.CaseResult{Reason: followup.RepeatedStart}
	nan := math.NaN()
	for _, months := range horizons() {
		c.At = append(c.At, followup.CaseAt{Months: months, Followed: followup.Unmatched, Observed: nan, Similar: nan, Low: nan, High: nan, Difference: nan})
	}
	return c
}

func followedName(c followup.CaseResult, at followup.CaseAt) string {
	if c.Reason == followup.RepeatedStart {
		return "repeated"
	}
	return map[followup.Followed]string{
		followup.Complete: "followed", followup.Unmatched: "unmatched", followup.NotYet: "not_yet", followup.MovedAway: "moved",
		followup.HoursUnknown: "hours_unknown", followup.ControlsLost: "similar_lost",
	}[at.Followed]
}

func fateName(s followup.Status) string {
	return map[followup.Status]string{followup.AtHome: "at_home", followup.SpecialHousing: "special_housing", followup.Dead: "dead"}[s]
}

func reachName(c followup.CaseResult) string {
	if len(c.Controls) == 0 {
		return ""
	}
	return map[followup.Reach]string{
		followup.SameMonth: "same_month", followup.NearMonth: "near_month", followup.AllAreas: "other_areas", followup.Anywhere: "other_areas_near_month",
	}[c.Reach]
}

func meanDistance(c followup.CaseResult) float64 {
	sum := 0.0
	for _, control := range c.Controls {
		sum += control.Distance
	}
	return sum / float64(len(c.Controls)) // NaN without any
}

// caseSentences tell a case at a horizon, with what became of the client.
func caseSentences(c followup.CaseResult, at followup.CaseAt) (swedish, english string) {
	switch c.Reason {
	case followup.RepeatedStart:
		return "Samma insats började också inom tolv månader före: följs från den första starten.", "The same intervention also began within twelve months before: it is followed from the first start."
	case followup.NotInPanel, followup.NotAtHome, followup.NoHours:
		return "Brukaren bodde inte hemma eller hade inga kända timmar före starten: det finns inget att jämföra med.", "The client did not live at home or had no known hours before the start: there is nothing to compare with."
	case followup.Matched, followup.NoControls:
	}
	swedish, english = at.Swedish(caseLevel), at.English(caseLevel)
	if at.Followed != followup.Complete {
		return swedish, english
	}
	switch at.Status {
	case followup.Dead:
		return "Brukaren har avlidit; timmarna räknas som 0. " + swedish, "The client has died; hours count as 0. " + english
	case followup.SpecialHousing:
		return "Brukaren har flyttat till särskilt boende; timmarna räknas som 0. " + swedish, "The client has moved to special housing; hours count as 0. " + english
	case followup.AtHome, followup.Moved:
	}
	return swedish, english
}

// believedByModel are the potentials that were stated for cases followed to a
// horizon.
func (f *following) believedByModel(cases []int, horizon int) []float64 {
	var out []float64
	for _, c := range cases {
		if model := f.begun[f.cases[c]].model; model != nil && f.results[c].At[horizon].Followed == followup.Complete && !math.IsNaN(*model) {
			out = append(out, *model)
		}
	}
	return out
}
