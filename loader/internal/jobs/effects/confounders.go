package effects

import (
	"slices"
	"strings"
)

// confounder is a number that was known of a client at time zero, and may be a
// reason both to begin an intervention and for what comes of the hours.
type confounder struct {
	name       string
	expression string // on mart.risk_features AS f
	modifies   bool   // the effect may depend on it
	decides    bool   // it is in the models of who begins and of who stays at home
}

// confounders are the level and course of hours, age and household, what care
// there is, the latest assessment, and signs of a passing illness. Granted hours
// are undone from their logarithms, as outcomes are in hours; what is counted is in
// logarithms, so that no single client decides a line.
func confounders() []confounder {
	return []confounder{
		{"hours_now", "f.hours_now", true, true},
		{hoursBefore(1), "(f.hours_now + 1) * exp(-f.hours_change_1m) - 1", false, false},
		{hoursBefore(3), "(f.hours_now + 1) * exp(-f.hours_change_3m) - 1", false, false},
		{hoursBefore(6), "(f.hours_now + 1) * exp(-f.hours_change_6m) - 1", false, false},
		{hoursBefore(12), "(f.hours_now + 1) * exp(-f.hours_change_12m) - 1", false, false},
		{"log_hours_now", "log(f.hours_now + 1)", false, true},
		{"rise_1m", "greatest(0, f.hours_change_1m)", false, true}, // peaks fade, dips do not
		{"rise_6m", "greatest(0, f.hours_change_6m)", false, true},
		{"hours_change_6m", "f.hours_change_6m", true, false},
		{"months_since_change", "f.months_since_change", true, true},
		{"n_changes_12m", "log(f.n_changes_12m + 1)", false, false},
		{"months_with_care", "f.months_with_care", false, false},
		{"age_years", "f.age_years", true, true},
		{"is_female", "f.is_female", false, false},
		{"is_single_household", "f.is_single_household", false, true},
		{"has_personal_care", "f.has_personal_care", false, false},
		{"has_alarm", "f.has_alarm", false, false},
		{"n_short_term_6m", "log(f.n_short_term_6m + 1)", false, false},
		{"months_since_hospital", "f.months_since_hospital", true, true},
		{"nurse_h_3m", "log(f.nurse_h_3m + 1)", false, true},
		{"rehab_h_3m", "log(f.rehab_h_3m + 1)", false, true},
		{"delegated_h_3m", "log(f.delegated_h_3m + 1)", false, false},
		{"n_hsl_kinds_6m", "log(f.n_hsl_kinds_6m + 1)", false, false},
		{"n_new_hsl_kinds_3m", "log(f.n_new_hsl_kinds_3m + 1)", false, false},
		{"has_hsl", "f.has_hsl", false, true},
		{"limitation_d1", "f.limitation_d1", true, true},
		{"limitation_d4", "f.limitation_d4", true, true},
		{"limitation_d5", "f.limitation_d5", false, true},
		{"limitation_d6", "f.limitation_d6", false, false},
		{"limitation_d7", "f.limitation_d7", false, false},
		{"limitation_total", "log(f.limitation_total + 1)", false, false},
		{"limitation_change_12m", "f.limitation_change_12m", false, true},
		{"assessment_age_months", "f.assessment_age_months", false, false},
	}
}

// hoursBefore names the hours some months before time zero.
func hoursBefore(months int) string {
	return map[int]string{1: "hours_1m_before", 3: "hours_3m_before", 6: "hours_6m_before", 12: "hours_12m_before"}[months]
}

// columnOf is the position of a confounder.
func columnOf(name string) int {
	return slices.IndexFunc(confounders(), func(c confounder) bool { return c.name == name })
}

// decisive are the columns of the models of who begins and who stays at home: few,
// as weights must not follow chance where starts are rare; all confounders are in
// the model of the outcome. Columns from the confounders on are areas and month.
func decisive(columns int) []int {
	var out []int
	for j := range columns {
		if j >= len(confounders()) || confounders()[j].decides {
			out = append(out, j)
		}
	}
	return out
}

// aboutTheYearBefore are the confounders that say, or let one work out, what the
// hours were 12 months before: they are left out where that is the outcome.
func aboutTheYearBefore() []string {
	return []string{hoursBefore(12), "n_changes_12m", "months_with_care", "months_since_change"}
}

// confounderArray is an array of all confounders in SQL; NaN where not known.
func confounderArray() string {
	var parts []string
	for _, c := range confounders() {
		parts = append(parts, "toFloat64(ifNull("+c.expression+", nan))")
	}
	return "[" + strings.Join(parts, ", ") + "]"
}
