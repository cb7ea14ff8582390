package selections

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// MostGreatest is how many of the greatest risks of doubled need a summary tells: as many
// clients as a team can meet.
const MostGreatest = 100

// SummaryStatement counts and sums up, area by area, those who meet a condition among
// those of a scope; n_scope and doubled_scope are of the whole scope. All columns but
// the area add up over the areas, and the last: the greatest risks, of [MostGreatest].
func SummaryStatement(scope, condition string) string {
	return `SELECT
    toString(area_id) AS area,
    any(area_name) AS name,
    count() AS n_scope,
    ifNull(sumIf(risk_probability, risk_target = 'need_doubled'), 0) AS doubled_scope,
    countIf(risk_target = 'need_doubled') AS n_scope_with_doubling,
    countIf(meets) AS n_clients,
    countIf(meets AND isNotNull(risk_probability)) AS n_with_risk,
    sumIf(hours_now, meets) AS hours,
    sumIf(hours_now, meets AND isNotNull(hours_expected)) AS hours_of_expected,
    ifNull(sumIf(hours_expected, meets), 0) AS expected,
    ifNull(sumIf(risk_probability, meets AND risk_target = 'need_doubled'), 0) AS doubled,
    countIf(meets AND risk_target = 'need_doubled') AS n_with_doubling,
    sumIf(age_years, meets) AS years,
    countIf(meets AND sex = 'female') AS n_women,
    countIf(meets AND is_single_household) AS n_single,
    countIf(meets AND isNotNull(is_single_household)) AS n_household_known,
    countIf(meets AND potential_kind != '') AS n_with_potential,
    ifNull(sumIf(potential_h, meets AND potential_kind != ''), 0) AS potential,
    arrayMap(risk -> -risk, groupArraySortedIf(` + strconv.Itoa(MostGreatest) + `)(-ifNull(risk_probability, 0), meets AND risk_target = 'need_doubled')) AS greatest
FROM
(
    SELECT
        area_id, area_name, sex, age_years, is_single_household, hours_now, hours_expected, risk_target, risk_probability, potential_kind, potential_h,
        ifNull(` + condition + `, 0) AS meets
    FROM mart.candidates
    WHERE ` + scope + `
)
GROUP BY area_id
ORDER BY name, area`
}

// List says which part of those who meet a condition is wanted, in which order.
type List struct {
	Sort         string // one of [Sorts]; by default risk
	IsDescending bool
	Limit        int
	Offset       int
}

// orders gives the expression behind each name of an order. Unknown values come last
// either way.
func orders() map[string]string {
	return map[string]string{
		"client": "client_id", "area": "area_name", "age": "age_years", "status": "status", "sex": "sex", "household": "is_single_household",
		"hours": "hours_now", "change": "hours_change_6m_h", "expected": "hours_expected", "growth": "hours_expected - hours_now",
		"risk": "risk_probability", "decline": "decline_probability", "housing": "housing_probability", "potential": "-potential_h",
		"earlier": "last_intervention_date", "assessed": "assessed_date", "hsl": "hsl_3m_min",
	}
}

// Sorts returns what a list can be sorted by.
func Sorts() []string { return slices.Sorted(maps.Keys(orders())) }

// Statement is the query of a list. The engine chooses the rows by the few columns that
// the condition and the order need, and reads the others for these rows alone: that
// holds for one plain query without joins.
func (l List) Statement(scope, condition string) (string, error) {
	if l.Sort == "" {
		l.Sort, l.IsDescending = "risk", true
	}
	order, ok := orders()[l.Sort]
	if !ok {
		return "", filterError("sort: %q finns inte; välj bland %s", "sort: there is no %q; choose among %s", l.Sort, strings.Join(Sorts(), ", "))
	}
	if l.IsDescending {
		order += " DESC"
	}
	return fmt.Sprintf(`SELECT%s
FROM mart.candidates
WHERE %s
    AND %s
ORDER BY %s NULLS LAST, risk_probability DESC NULLS LAST, client_id
LIMIT %d OFFSET %d`, listColumns, scope, condition, order, l.Limit, l.Offset), nil
}

// listColumns are what the list on the page shows, in the order in which it is read. No
// alias is the name of a column: the condition would take it for that.
const listColumns = `
    toString(client_id) AS client,
    toString(area_id) AS area,
    area_name,
    toString(status) AS status_name,
    toString(sex) AS sex_name,
    age_years,
    is_single_household,
    hours_now,
    hours_expected,
    hours_expected_low,
    hours_expected_high,
    hours_change_6m_h,
    hours_12m,
    toString(risk_target) AS target,
    risk_probability,
    risk_low,
    risk_high,
    risk_percentile,
    decline_probability,
    housing_probability,
    toString(potential_kind) AS potential,
    potential_h,
    potential_low_h,
    potential_high_h,
    arrayMap(category -> toString(category), categories) AS needs,
    has_hsl,
    hsl_3m_min,
    toString(last_intervention_kind) AS earlier_kind,
    toString(last_intervention_result) AS earlier_result,
    last_intervention_date,
    assessed_date,
    reasons_sv,
    reasons_en`

// DetailsStatement is what other tables know of some clients: trends and early signs,
// in rows of their own.
func DetailsStatement(clients []string) string {
	ids := strings.Join(clients, ", ")
	return `SELECT toString(client_id) AS client, toString(verdict) AS trend, false AS has_signs, emptyArrayString() AS signs_sv, emptyArrayString() AS signs_en
FROM model.client_trends
WHERE as_of_date = (SELECT max(as_of_date) FROM model.client_trends) AND client_id IN (` + ids + `)
UNION ALL
SELECT toString(client_id), '', is_flagged, sentences_sv, sentences_en
FROM mart.early_signs
WHERE month = (SELECT max(month) FROM mart.early_signs) AND NOT is_evident AND client_id IN (` + ids + `)`
}

// CompareStatement sums up two selections beside each other: those in the first only,
// in both, and in the second only.
func CompareStatement(scope, first, second string) string {
	return `SELECT
    multiIf(in_first AND in_second, 'both', in_first, 'first', 'second') AS part,
    count() AS n_clients,
    sum(hours_now) AS hours,
    sumIf(hours_now, isNotNull(hours_expected)) AS hours_of_expected,
    ifNull(sum(hours_expected), 0) AS expected,
    ifNull(sumIf(risk_probability, risk_target = 'need_doubled'), 0) AS doubled,
    countIf(risk_target = 'need_doubled') AS n_with_doubling,
    avgOrNull(age_years) AS mean_age_years,
    countIf(potential_kind != '') AS n_with_potential,
    ifNull(sumIf(potential_h, potential_kind != ''), 0) AS potential
FROM
(
    SELECT
        age_years, hours_now, hours_expected, risk_target, risk_probability, potential_kind, potential_h,
        ifNull(` + first + `, 0) AS in_first,
        ifNull(` + second + `, 0) AS in_second
    FROM mart.candidates
    WHERE ` + scope + ` AND (in_first OR in_second)
)
GROUP BY part
ORDER BY part`
}
