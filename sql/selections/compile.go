package selections

import (
	"fmt"
	"strconv"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// Condition is the filter as a condition on mart.candidates: the same text counts,
// lists, is shown and is saved. Values are numbers, or texts in quotes; only SQL is
// somebody's own text, and [CheckCondition] must have let it through. The filter must
// be valid.
func (f Filter) Condition() string {
	var c conditions
	c.who(f)
	c.hours(f)
	c.needs(f)
	c.care(f)
	c.interventions(f)
	c.outlook(f)
	if len(f.Clients) > 0 {
		c.addf("client_id IN (%s)", strings.Join(f.Clients, ", "))
	}
	if strings.TrimSpace(f.SQL) != "" {
		c.addf("%s", Where(f.SQL))
	}
	if len(c) == 0 {
		return "1"
	}
	return strings.Join(c, "\n    AND ")
}

// InAreas limits to what somebody may see; none of them is nobody.
func InAreas(areas []string) string {
	if len(areas) == 0 {
		return "0"
	}
	return "area_id IN (" + literals(areas) + ")"
}

// conditions are joined by AND. A value that is unknown meets none of them.
type conditions []string

func (c *conditions) addf(format string, arguments ...any) {
	*c = append(*c, fmt.Sprintf(format, arguments...))
}

// in asks for one of some values; no values are no condition.
func (c *conditions) in(expression string, values []string) {
	switch len(values) {
	case 0:
	case 1:
		c.addf("%s = %s", expression, literals(values))
	default:
		c.addf("%s IN (%s)", expression, literals(values))
	}
}

// between asks for a value within bounds, both included.
func (c *conditions) between(expression string, from, to *float64) {
	if from != nil {
		c.addf("%s >= %s", expression, decimal(*from))
	}
	if to != nil {
		c.addf("%s <= %s", expression, decimal(*to))
	}
}

// is asks for a condition to hold or not; nil does not ask.
func (c *conditions) is(expression string, wanted *bool) {
	if wanted == nil {
		return
	}
	if *wanted {
		c.addf("%s", expression)
	} else {
		c.addf("NOT %s", expression)
	}
}

func (c *conditions) who(f Filter) {
	c.in("area_id", f.Areas)
	c.in("status", f.Statuses)
	c.in("sex", f.Sexes)
	c.between("age_years", number(f.AgeFrom), number(f.AgeTo))
	c.in("multiIf(isNull(is_single_household), 'unknown', is_single_household, 'single', 'shared')", f.Households)
}

func (c *conditions) hours(f Filter) {
	c.between("hours_now", f.HoursFrom, f.HoursTo)
	c.between("hours_change_6m_h", f.HoursChangeFrom, f.HoursChangeTo)
	if len(f.Trends) > 0 {
		c.addf("client_id IN (SELECT client_id FROM model.client_trends WHERE as_of_date = (SELECT max(as_of_date) FROM model.client_trends) AND verdict IN (%s))", literals(f.Trends))
	}
}

func (c *conditions) needs(f Filter) {
	switch {
	case f.SeverityFrom != nil && len(f.Categories) > 0:
		c.addf("arrayExists(category -> severities[category] >= %d, [%s])", *f.SeverityFrom, literals(f.Categories))
	case f.SeverityFrom != nil:
		c.addf("arrayExists(severity -> severity >= %d, mapValues(severities))", *f.SeverityFrom)
	case len(f.Categories) > 0:
		c.addf("hasAny(categories, [%s])", literals(f.Categories))
	}
	if len(f.LifeAreas) == 0 && f.LimitationFrom == nil {
		return
	}
	areas, from := f.LifeAreas, 1
	if len(areas) == 0 {
		areas = lifeAreas()
	}
	if f.LimitationFrom != nil {
		from = *f.LimitationFrom
	}
	columns := make([]string, len(areas))
	for i, area := range areas {
		columns[i] = "limitation_" + area
	}
	c.addf("arrayExists(limitation -> limitation >= %d, [%s])", from, strings.Join(columns, ", "))
}

func (c *conditions) care(f Filter) {
	if len(f.Services) > 0 {
		columns := make([]string, len(f.Services))
		for i, service := range f.Services {
			columns[i] = "has_" + service
		}
		c.addf("(%s)", strings.Join(columns, " OR "))
	}
	c.is("has_hsl", f.HasHSL)
	c.between("hsl_3m_min", f.HSLFrom, nil)
	if f.HSLGrowthFrom != nil {
		c.addf("hsl_3m_min >= %s * hsl_before_3m_min", decimal(1+*f.HSLGrowthFrom/100))
	}
}

func (c *conditions) interventions(f Filter) {
	c.is("n_interventions > 0", f.HadIntervention)
	c.in("last_intervention_kind", f.EarlierKinds)
	if len(f.EarlierResults) > 0 {
		c.addf("n_interventions > 0")
		c.in("if(last_intervention_result = '', 'unknown', last_intervention_result)", f.EarlierResults)
	}
	if f.GoodRehabilitationMonths != nil {
		c.addf("good_rehabilitation_date < addMonths(month, -%d)", *f.GoodRehabilitationMonths)
	}
}

func (c *conditions) outlook(f Filter) {
	c.between("risk_percentile", f.PercentileFrom, nil)
	c.between("100 * risk_probability", f.ProbabilityFrom, nil)
	c.between("100 * decline_probability", f.DeclineFrom, nil)
	c.between("100 * housing_probability", f.HousingFrom, nil)
	const signs = "client_id IN (SELECT client_id FROM mart.early_signs WHERE month = (SELECT max(month) FROM mart.early_signs) AND %s)"
	c.is(fmt.Sprintf(signs, "is_flagged"), f.EarlySigns)
	if f.EarlyPointsFrom != nil {
		c.addf(signs, fmt.Sprintf("NOT is_evident AND points >= %d", *f.EarlyPointsFrom))
	}
	c.in("potential_kind", f.Potentials)
	if f.PotentialFrom != nil {
		c.addf("potential_h <= %s", decimal(-*f.PotentialFrom))
	}
}

func literals(values []string) string {
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = sqlfs.Literal(value)
	}
	return strings.Join(quoted, ", ")
}

func decimal(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }
