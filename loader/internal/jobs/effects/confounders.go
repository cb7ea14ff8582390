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
}

// confounders are few, since the propensity must stay simple where starts are
// rare: the level and course of hours, age and household, what care there is, the
// latest assessment, and signs of a passing illness. Granted hours are undone from
// their logarithms, as outcomes are in hours; what is counted is in logarithms, so
// that no single client decides a line.
func confounders() []confounder {
	return []confounder{
		{"hours_now", "f.hours_now", true},
		{hoursBefore(1), "(f.hours_now + 1) * exp(-f.hours_change_1m) - 1", false},
		{hoursBefore(3), "(f.hours_now + 1) * exp(-f.hours_change_3m) - 1", false},
		{hoursBefore(6), "(f.hours_now + 1) * exp(-f.hours_change_6m) - 1", false},
		{hoursBefore(12), "(f.hours_now + 1) * exp(-f.hours_change_12m) - 1", false},
		{"hours_change_6m", "f.hours_change_6m", true},
		{"months_since_change", "f.months_since_change", true},
		{"n_changes_12m", "log(f.n_changes_12m + 1)", false},
		{"months_with_care", "f.months_with_care", false},
		{"age_years", "f.age_years", true},
		{"is_female", "f.is_female", false},
		{"is_single_household", "f.is_single_household", false},
		{"has_personal_care", "f.has_personal_care", false},
		{"has_alarm", "f.has_alarm", false},
		{"n_short_term_6m", "log(f.n_short_term_6m + 1)", false},
		{"months_since_hospital", "f.months_since_hospital", true},
		{"nurse_h_3m", "log(f.nurse_h_3m + 1)", false},
		{"rehab_h_3m", "log(f.rehab_h_3m + 1)", false},
		{"delegated_h_3m", "log(f.delegated_h_3m + 1)", false},
		{"n_hsl_kinds_6m", "log(f.n_hsl_kinds_6m + 1)", false},
		{"n_new_hsl_kinds_3m", "log(f.n_new_hsl_kinds_3m + 1)", false},
		{"has_hsl", "f.has_hsl", false},
		{"limitation_d1", "f.limitation_d1", true},
		{"limitation_d4", "f.limitation_d4", true},
		{"limitation_d5", "f.limitation_d5", false},
		{"limitation_d6", "f.limitation_d6", false},
		{"limitation_d7", "f.limitation_d7", false},
		{"limitation_total", "log(f.limitation_total + 1)", false},
		{"limitation_change_12m", "f.limitation_change_12m", false},
		{"assessment_age_months", "f.assessment_age_months", false},
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
