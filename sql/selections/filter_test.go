package selections_test

import (
	"errors"
	"strings"
	"testing"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/selections"
)

// filters are JSON of filters, and the condition of each.
var filters = map[string]string{
	`{}`:                   "1",
	`{"areas":["C1"]}`:     "area_id = 'C1'",
	`{"areas":["A'b\\c"]}`: `area_id = 'A\'b\\c'`,
	`{"statuses":["home_care","hsl_only"],"sexes":["female"]}`: "status IN ('home_care', 'hsl_only')\n    AND sex = 'female'",
	`{"age_from":65,"age_to":79}`:                              "age_years >= 65\n    AND age_years <= 79",
	`{"households":["single"]}`:                                "multiIf(isNull(is_single_household), 'unknown', is_single_household, 'single', 'shared') = 'single'",
	`{"hours_from":0.5,"hours_change_to":-1.25}`:               "hours_now >= 0.5\n    AND hours_change_6m_h <= -1.25",
	`{"trends":["rising"]}`:                                    "client_id IN (SELECT client_id FROM model.client_trends WHERE as_of_date = (SELECT max(as_of_date) FROM model.client_trends) AND verdict IN ('rising'))",
	`{"categories":["physical","cognitive"]}`:                  "hasAny(categories, ['physical', 'cognitive'])",
	`{"categories":["physical"],"severity_from":3}`:            "arrayExists(category -> severities[category] >= 3, ['physical'])",
	`{"severity_from":3}`:                                      "arrayExists(severity -> severity >= 3, mapValues(severities))",
	`{"life_areas":["d4","d5"],"limitation_from":2}`:           "arrayExists(limitation -> limitation >= 2, [limitation_d4, limitation_d5])",
	`{"life_areas":["d5"]}`:                                    "arrayExists(limitation -> limitation >= 1, [limitation_d5])",
	`{"services":["alarm","meals"],"has_hsl":false}`:           "(has_alarm OR has_meals)\n    AND NOT has_hsl",
	`{"hsl_from":60,"hsl_growth_from":25}`:                     "hsl_3m_min >= 60\n    AND hsl_3m_min >= 1.25 * hsl_before_3m_min",
	`{"had_intervention":true,"earlier_results":["good"]}`:     "n_interventions > 0\n    AND n_interventions > 0\n    AND if(last_intervention_result = '', 'unknown', last_intervention_result) = 'good'",
	`{"had_intervention":false}`:                               "NOT n_interventions > 0",
	`{"good_rehabilitation_months":3}`:                         "good_rehabilitation_date < addMonths(month, -3)",
	`{"percentile_from":80,"probability_from":12.5}`:           "risk_percentile >= 80\n    AND 100 * risk_probability >= 12.5",
	`{"potentials":["training"],"potential_from":2}`:           "potential_kind = 'training'\n    AND potential_h <= -2",
	`{"early_points_from":4}`:                                  "client_id IN (SELECT client_id FROM mart.early_signs WHERE month = (SELECT max(month) FROM mart.early_signs) AND NOT is_evident AND points >= 4)",
	`{"clients":["18446744073709551615"]}`:                     "client_id IN (18446744073709551615)",
	`{"age_from":65,"sql":"hours_now > 1 OR has_hsl"}`:         "age_years >= 65\n    AND identity(\nhours_now > 1 OR has_hsl\n)",
}

func TestConditionsOfFilters(t *testing.T) {
	db := chtest.New(t)
	for text, want := range filters {
		filter, err := selections.ReadFilter([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := filter.Condition(); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", text, got, want)
		}
		if err := selections.CheckCondition(t.Context(), db.Conn(clickhouse.Analyst), filter.Condition()); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestFiltersAtFault(t *testing.T) {
	for text, want := range map[string]string{
		`{"age":65}`:                         "unknown field",
		`{"age_from":65.5}`:                  "cannot be read",
		`{} {}`:                              "something stands after",
		`{"statuses":["dead"]}`:              `there is no "dead"; choose among home_care`,
		`{"life_areas":["d4) OR (1"]}`:       "life_areas: there is no",
		`{"services":["hsl OR 1"]}`:          "services: there is no",
		`{"clients":["1) OR (1"]}`:           "is not the number of a client",
		`{"clients":["-1"]}`:                 "is not the number of a client",
		`{"age_from":80,"age_to":65}`:        "from 80 is more than to 65",
		`{"severity_from":5}`:                "5 is not between 1 and 4",
		`{"percentile_from":101,"age_to":0}`: "101 is not between 0 and 100",
	} {
		_, err := selections.ReadFilter([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || !errors.As(err, new(*selections.FilterError)) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}

// Whom a filter lets through: those of whom a thing is unknown meet no condition on it.
func TestWhomFiltersLetThrough(t *testing.T) {
	db := chtest.New(t)
	db.Exec(`INSERT INTO mart.candidates (client_id, month, status, area_id, sex, age_years, is_single_household, hours_now, hours_change_6m_h, hsl_3m_min, hsl_before_3m_min, has_hsl, has_alarm, limitation_d5, categories, severities, n_interventions, last_intervention_kind, last_intervention_result, good_rehabilitation_date, risk_percentile, risk_probability, potential_kind, potential_h) VALUES
		(1, '2026-03-01', 'home_care', 'C1', 'female', 70, true, 10, 2, 0, 0, false, true, 3, ['physical'], {'physical':3}, 1, 'training', 'good', '2025-06-01', 90, 0.3, 'training', -3),
		(2, '2026-03-01', 'home_care', 'C2', 'male', 85, false, 40, -2, 100, 90, true, false, NULL, ['cognitive'], {'cognitive':1}, 1, 'nutrition', '', '2026-02-01', 50, 0.1, '', NULL),
		(3, '2026-03-01', 'hsl_only', 'C2', 'female', 65, NULL, 0, 0, 100, 50, true, false, 0, [], {}, 0, '', '', NULL, NULL, NULL, '', NULL)`)
	db.Exec(`INSERT INTO mart.early_signs (client_id, month, is_evident, points, is_flagged) VALUES (1, '2026-02-01', false, 9, true), (2, '2026-03-01', false, 5, true), (3, '2026-03-01', true, 9, false)`)
	db.Exec(`INSERT INTO model.client_trends (as_of_date, client_id, verdict) VALUES ('2026-02-01', 2, 'rising'), ('2026-03-01', 1, 'rising'), ('2026-03-01', 2, 'falling')`)
	for text, want := range map[string]string{
		`{}`:                                                            "[1,2,3]",
		`{"areas":["C2"],"sexes":["female"]}`:                           "[3]",
		`{"households":["unknown"]}`:                                    "[3]",
		`{"age_from":70,"age_to":85}`:                                   "[1,2]",
		`{"hours_change_from":0.1}`:                                     "[1]",
		`{"trends":["rising"]}`:                                         "[1]",
		`{"severity_from":2}`:                                           "[1]",
		`{"categories":["cognitive"]}`:                                  "[2]",
		`{"categories":["cognitive"],"severity_from":2}`:                "[]",
		`{"limitation_from":1}`:                                         "[1]",
		`{"life_areas":["d5"],"limitation_from":0}`:                     "[1,3]",
		`{"services":["alarm"]}`:                                        "[1]",
		`{"hsl_growth_from":25,"hsl_from":60}`:                          "[3]",
		`{"had_intervention":false}`:                                    "[3]",
		`{"earlier_results":["unknown"]}`:                               "[2]",
		`{"good_rehabilitation_months":3}`:                              "[1]",
		`{"percentile_from":60}`:                                        "[1]",
		`{"early_signs":true}`:                                          "[2]",
		`{"early_points_from":1}`:                                       "[2]",
		`{"potential_from":3}`:                                          "[1]",
		`{"clients":["3","1"]}`:                                         "[1,3]",
		`{"sexes":["female"],"sql":"age_years < 68 OR hours_now > 30"}`: "[3]",
	} {
		filter, err := selections.ReadFilter([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := db.Query("SELECT toString(arraySort(groupArray(client_id))) FROM mart.candidates WHERE " + filter.Condition())[0][0]; got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// Whatever a text holds, the condition is one comparison with one text in quotes.
func FuzzTextsOfFilters(f *testing.F) {
	for _, text := range []string{"C1", "å ä ö", "') OR 1 --", `\'`, `\\`, "/*", "a\x00b", "$$", "\n;", "``"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		filter := selections.Filter{Areas: []string{text}}
		tokens := sqlfs.Tokens(filter.Condition())
		kept := ""
		for _, token := range tokens {
			if !token.Complete || token.Kind == sqlfs.TokenComment {
				t.Fatalf("%q: %q is not whole", text, token.Text)
			}
			if strings.TrimSpace(token.Text) != "" {
				kept += "|"
				if !strings.HasPrefix(token.Text, "'") {
					kept += token.Text
				}
			}
		}
		if kept != "|area_id|=|" {
			t.Errorf("%q becomes %s", text, filter.Condition())
		}
	})
}
