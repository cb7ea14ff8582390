package cookbook_test

import (
	"testing"

	"github.com/framsyn/framsyn/sql/chtest"
)

// The fixture's months: 24, the newest is what the marts call today.
const (
	firstMonth  = "2024-07-01"
	newestMonth = "2026-06-01"
)

// facts are 50 made-up clients in three areas. Clients 1 to 40 have home care that
// grew in January 2026, 41 to 46 health care only, 47 moved to special housing, 48
// moved away, 49 died; 50 has an alarm.
const facts = `
INSERT INTO core.areas (area_id, area_name, parent_area_id, kind) VALUES ('KN','Kommunen','','municipality'), ('C1','Centrum 1','KN','area'), ('C2','Centrum 2','KN','area'), ('NO','Nord','KN','area');

INSERT INTO core.delivered_months (source, month, n_rows, known_date)
SELECT source, addMonths(toDate('2024-07-01'), number) AS month, 100, addDays(month, 45)
FROM numbers(24) ARRAY JOIN ['sol_ongoing', 'sol_changed', 'hsl_clients', 'hsl_actions', 'visits'] AS source
WHERE NOT (source = 'visits' AND number = 5);

INSERT INTO core.clients (client_id, sex, birth_month, identity_kind, area_id, is_single_household, first_seen_date, last_seen_date, death_month, moved_out_month)
SELECT number + 1, if(number % 3 = 0, 'male', 'female'), addMonths(toDate32('1928-01-01'), number * 8), 'personal', ['C1', 'C2', 'NO'][1 + number % 3],
    number % 2, '2024-07-01', '2026-06-30', if(number = 48, toDate('2026-02-01'), NULL), if(number = 47, toDate('2026-03-01'), NULL)
FROM numbers(50);

INSERT INTO core.service_decisions (decision_id, client_id, service_code, granted_h_per_month, valid_from, valid_to, is_executed, decided_date, officer_id,
    provider_id, area_id, is_single_household, has_personal_care, last_month, known_date)
SELECT 1000 + number, number + 1, 'home_care', 10 + number, '2024-06-15', '2026-01-10', 1, '2024-06-01', 900 + number % 4,
    if(number % 4 = 0, 'P1', 'K1'), ['C1', 'C2', 'NO'][1 + number % 3], number % 2, 1, '2026-01-01', '2024-07-15'
FROM numbers(50) WHERE number < 40 OR number IN (46, 47, 48)
UNION ALL
SELECT 2000 + number, number + 1, 'home_care', 12 + 2 * number, '2026-01-10', NULL, 1, toDate('2025-12-01') + number, 900 + number % 4,
    if(number % 4 = 0, 'P1', 'K1'), ['C1', 'C2', 'NO'][1 + number % 3], number % 2, 1, '2026-06-01', '2026-02-15'
FROM numbers(40)
UNION ALL
SELECT 3046, 47, 'special_housing', NULL, '2026-01-10', NULL, 1, '2025-12-20', 901, 'K1', 'C2', 1, 0, '2026-06-01', '2026-02-15'
UNION ALL
SELECT 3049, 50, 'alarm', NULL, '2025-01-10', NULL, 1, '2024-12-20', 0, 'K1', 'C2', 1, 0, '2026-06-01', '2026-02-15';

INSERT INTO core.visits (client_id, visit_date, service_code, n_planned_visits, planned_min, n_visits, performed_min, n_missed_visits,
    missed_reason, provider_id, known_date)
SELECT client_id, addDays(month, 9), 'personal_care', 30, planned_min, 28, toUInt32(planned_min * 0.85), 2, 'hospital', provider_id, addDays(month, 45)
FROM (
    SELECT number + 1 AS client_id, addMonths(toDate('2024-07-01'), m) AS month, toUInt32(60 * if(m < 18, 10 + number, 12 + 2 * number)) AS planned_min,
        if(number % 4 = 0, 'P1', 'K1') AS provider_id
    FROM numbers(40) ARRAY JOIN range(24) AS m
)
WHERE month IN (SELECT month FROM core.delivered_months WHERE source = 'visits');
INSERT INTO core.visits (client_id, visit_date, service_code, n_planned_visits, planned_min, n_visits, performed_min, n_missed_visits,
    missed_reason, provider_id, known_date)
SELECT number + 1, addDays(month, 14), ['nurse', 'physical_therapy', 'occupational_therapy', 'delegated'][1 + number % 4], 4, 60 + 10 * m, 4, 60 + 10 * m, 0, '', 'K1', addDays(month, 45)
FROM (SELECT number, m, addMonths(toDate('2024-07-01'), m) AS month FROM numbers(50) ARRAY JOIN range(24) AS m WHERE number BETWEEN 40 AND 45 OR number % 8 < 2)
WHERE month IN (SELECT month FROM core.delivered_months WHERE source = 'visits') AND number < 46;
INSERT INTO core.visits (client_id, visit_date, service_code, n_planned_visits, planned_min, n_visits, performed_min, n_missed_visits,
    missed_reason, provider_id, known_date)
SELECT number + 1, addDays(month, 20), 'nurse', 8, 240, 8, 240, 0, '', 'K1', addDays(month, 45)
FROM (SELECT number, addMonths(toDate('2026-04-01'), m) AS month FROM numbers(50) ARRAY JOIN range(3) AS m WHERE number BETWEEN 40 AND 45);

INSERT INTO core.hsl_client_months (client_id, month, has_municipal_provider, has_private_provider, known_date) SELECT number + 1, addMonths(toDate('2024-07-01'), m), 1, 0, addDays(addMonths(toDate('2024-07-01'), m), 60)
FROM numbers(50) ARRAY JOIN range(24) AS m WHERE number BETWEEN 40 AND 45 OR number < 46 AND number % 8 < 2;
INSERT INTO core.hsl_actions (action_id, client_id, performed_date, kva_code, profession, resource, is_delegated, duration_min, known_date) SELECT 100 * number + m, number + 1, addDays(addMonths(toDate('2024-07-01'), m), 3), 'QT010', 'ssk', 'nurse', 0, NULL, addDays(addMonths(toDate('2024-07-01'), m), 60)
FROM numbers(50) ARRAY JOIN range(24) AS m WHERE number BETWEEN 40 AND 45;

INSERT INTO core.assessments (client_id, assessed_date, life_area, icf_code, limitation, limitation_source_value, goal_kind, goal_limitation,
    wording, officer_id, known_date)
SELECT number + 1, addDays(toDate('2025-03-01'), number), substring(code, 1, 2), code, (number + length(code) + toUInt8(substring(code, 3, 1))) % 5, '2', 'keep', 1, 'Behov', 901, '2025-05-01'
FROM numbers(46) ARRAY JOIN ['d175', 'd230', 'd450', 'd460', 'd510', 'd540', 'd640'] AS code
WHERE code NOT IN ('d175', 'd230') OR number % 5 = 2;

INSERT INTO core.interventions (intervention_id, client_id, intervention_code, kind, started_date, ended_date, selection_id,
    believed_change_h_per_month, result_kind, known_date)
SELECT number + 1, number + 1, concat('F', toString(number)), if(number % 2 = 0, 'rehabilitation', 'home_adaptation'), toDate('2025-03-01') + number,
    toDate('2025-07-01') + number, '', -5, if(number % 3 = 0, 'none', 'good'), '2025-08-01'
FROM numbers(20);

INSERT INTO core.populations (area_id, year, sex, age_years, persons, is_projection)
SELECT area, 2024 + y, if(number % 2 = 0, 'female', 'male'), 65 + intDiv(number, 2), 20, 0
FROM numbers(72) ARRAY JOIN ['C1', 'C2', 'NO'] AS area ARRAY JOIN [0, 1] AS y;
INSERT INTO core.key_figures (kpi_code, municipality_code, year, gender_code, value) VALUES ('N21704', '9901', 2024, 'T', 14.2), ('N21704', '9901', 2025, 'T', 14.5), ('N21704', '1283', 2025, 'T', 14.1);
INSERT INTO core.capacities (area_id, month, profession, available_h, cost_sek_per_h)
SELECT area, addMonths(toDate('2026-01-01'), number), profession, 500 + number, 420.5
FROM numbers(6) ARRAY JOIN ['C1', 'C2', 'NO'] AS area ARRAY JOIN ['assistant_nurse', 'nurse', 'occupational_therapist', 'physical_therapist'] AS profession;`

// reports are deliveries and what was wrong with them.
const reports = `
INSERT INTO ops.load_batches (batch_id, source, contract, scope, period_month, delivery, delivered_date, file_name, n_delivered, n_loaded, n_rejected, first_month, last_month, loaded_at)
SELECT number + 1, 'visits', 'visits', '', addMonths(toDate('2024-07-01'), number), 'complete', addMonths(toDate('2024-08-12'), number), concat('BESOK_', toString(number), '.csv'),
    100, 95, 5, NULL, NULL, now()
FROM numbers(24);
INSERT INTO ops.load_rejects (batch_id, line_no, fault_number, source, file_name, field, value_class, rule, reason_sv, reason_en)
SELECT 1 + intDiv(number, 5), number % 5 + 1, 1, 'visits', 'BESOK.csv', 'UTF_MIN', 'text', ['not_a_number', 'future_date'][1 + number % 2], 'Inget tal', 'No number'
FROM numbers(120);`

// models are two published runs and what they wrote, in the place of the jobs.
const models = `
INSERT INTO model.runs (run_id, model, method, target, horizon_months, as_of_date, trained_from, trained_to, status, is_published, app_version, created_at)
VALUES (11, 'forecast', 'courses', '', 36, '2026-07-16', '2024-07-01', '2026-06-01', 'converged', 1, 'test', '2026-07-16 05:00:00'),
    (12, 'risk', 'logistic', 'need_doubled', 12, '2026-07-16', '2024-07-01', '2025-06-01', 'converged', 1, 'test', '2026-07-16 04:00:00');
INSERT INTO model.risk_scores (client_id, as_of_date, target, horizon_months, month, probability, probability_low, probability_high, percentile,
    hours_now, hours_expected, hours_expected_low, hours_expected_high, run_id)
SELECT number + 1, '2026-07-16', 'need_doubled', 12, '2026-06-01', (number + 1) / 50, number / 60, (number + 2) / 45, 2.5 * number, 10 + number, 15 + number, 10, 40, 12
FROM numbers(40);
INSERT INTO model.risk_reasons (client_id, as_of_date, target, rank, term, value, contribution, sentence_sv, sentence_en, run_id)
SELECT number + 1, '2026-07-16', 'need_doubled', r, 'hours_change_6m', 1, 0.9 / r, 'Timmarna har ökat det senaste halvåret', 'The hours have grown in six months', 12
FROM numbers(40) ARRAY JOIN [1, 2, 3] AS r;
INSERT INTO model.metrics (run_id, split, group_name, group_value, metric, value, value_low, value_high, n_rows, n_events)
SELECT 12, 'test', pair.1, pair.2, metric.1, metric.2, metric.2 - 0.05, metric.2 + 0.05, 500, 60
FROM numbers(1) ARRAY JOIN [('all', 'all'), ('sex', 'female'), ('sex', 'male')] AS pair
ARRAY JOIN [('auc', 0.71), ('calibration_slope', 0.98), ('observed_expected', 1.03)] AS metric;
INSERT INTO model.forecasts (as_of_date, scope_kind, scope_id, resource, month, horizon_months, scenario, driver, method, mean, p10, p50, p90,
    run_id)
SELECT '2026-07-16', 'area', area, resource, addMonths(toDate('2026-06-01'), number + 1), number + 1, 'as_today', part.1, method, part.2 * (900 + number),
    part.2 * 800, part.2 * 900, part.2 * 1000, 11
FROM numbers(24) ARRAY JOIN ['KN', 'C1', 'C2', 'NO'] AS area ARRAY JOIN ['home_care_h', 'nurse_h', 'rehab_h', 'clients'] AS resource
ARRAY JOIN [('all', 1.), ('existing', 0.8), ('new', 0.2), ('ended', -0.1), ('housed', -0.05)] AS part ARRAY JOIN ['courses', 'seasonal_naive'] AS method;
INSERT INTO model.forecast_accuracy (origin, horizon_months, scope_kind, scope_id, resource, method, forecast, p10, p90, actual, scaled_error,
    crps, is_covered, run_id)
SELECT addMonths(toDate('2025-01-01'), number), horizon, 'area', area, 'home_care_h', method, 1000, 900, 1100, 980 + number, if(method = 'courses', 0.6, 0.9), 20, 1, 11
FROM numbers(6) ARRAY JOIN [1, 3, 6, 12] AS horizon ARRAY JOIN ['C1', 'C2'] AS area ARRAY JOIN ['courses', 'seasonal_naive'] AS method;`

// fill fills a database from which every question has an answer: facts and models
// by hand, the marts by their own inserts.
func fill(t *testing.T, db *chtest.DB) {
	t.Helper()
	db.Exec(facts)
	db.Exec(reports)
	db.Exec(models)
	for _, mart := range []string{"mart.client_categories", "mart.client_months", "mart.area_months"} {
		db.Fill(mart, firstMonth, newestMonth)
	}
	db.Fill("mart.candidates", "", "")
}
