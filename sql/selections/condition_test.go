package selections_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/selections"
)

func TestConditionsThatMayRun(t *testing.T) {
	db := chtest.New(t)
	for _, condition := range []string{
		"age_years > 80",
		"has(categories, 'cognitive') AND NOT has_hsl",
		"area_id IN ('C1', 'C2')\n  AND risk_percentile >= 80",
		"client_id IN (SELECT client_id FROM core.clients)",
		"area_name = '; -- no comment /* nor this'",
		"arrayExists(h -> h > 2, hours_12m)",
		"(age_years > 80) OR (age_years < 70)",
		"NULL",
	} {
		if err := selections.CheckCondition(t.Context(), db.Conn(clickhouse.Analyst), condition); err != nil {
			t.Errorf("%s: %v", condition, err)
		}
	}
}

func TestConditionsThatAreRefused(t *testing.T) {
	db := chtest.New(t)
	for condition, want := range map[string]string{
		"":                                   "not one expression",
		"age_years > 80; DROP TABLE x":       "line 1, column 15: a semicolon",
		"age_years > 80 -- and more":         "column 16: a comment",
		"age_years > 80 /* and more */":      "a comment",
		"age_years > 80 # and more":          "a comment",
		"area_id = 'C1":                      "line 1, column 11: a quote is not closed",
		"1) UNION ALL SELECT (1":             "column 2: a bracket is closed",
		"1) OR (1":                           "column 2: a bracket is closed",
		"(age_years > 80":                    "column 16: a bracket is not closed",
		"age_years >":                        "column 12: something is missing at the end",
		"age_years > 80\nAND sex == == 'x'":  "line 2, column 12",
		"age_years > 80 LIMIT 1":             "column 16",
		"SELECT client_id FROM core.clients": "column 8",
		"age_years, sex":                     "not one expression",
		"agee_years > 80":                    "perhaps you meant ['age_years']",
		"area_name":                          "cannot be used",
		"(SELECT count() FROM vault.keys)":   "reads what an analyst may not",
		"1 IN (SELECT 1 FROM file('/etc/hosts', 'LineAsString'))": "reads what an analyst may not",
		"age_years > 80 SETTINGS max_execution_time = 0":          "column 16",
		"1 IN (SELECT 1 SETTINGS max_execution_time = 0)":         "SETTINGS has no place",
		"(hours_now > 3 AS area_id) OR 1":                         "the name area_id, which is a column",
	} {
		err := selections.CheckCondition(t.Context(), db.Conn(clickhouse.Analyst), condition)
		var fault selections.Fault
		switch {
		case err == nil:
			t.Errorf("%q is let through", condition)
		case !errors.As(err, &fault):
			t.Errorf("%q: %v is no Fault", condition, err)
		case !strings.Contains(err.Error(), want):
			t.Errorf("%q: got %v, want %s", condition, err, want)
		}
	}
}

func TestConditionPointsAtTheFault(t *testing.T) {
	db := chtest.New(t)
	err := selections.CheckCondition(t.Context(), db.Conn(clickhouse.Analyst), "age_years > 80 AND\nsex LIMIT 1")
	want := "the condition is wrong at line 2, column 5: expected"
	if err == nil || !strings.HasPrefix(err.Error(), want) || !strings.HasSuffix(err.Error(), "\nsex LIMIT 1\n    ^") {
		t.Errorf("got %v", err)
	}
}
