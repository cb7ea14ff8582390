-- A small made-up municipality: two areas, fourteen months, forty clients.
INSERT INTO core.areas (area_id, area_name, parent_area_id, kind) VALUES
    ('K', 'Småstad', '', 'municipality'), ('C1', 'Norr', 'K', 'area'), ('C2', 'Söder å', 'K', 'area'), ('C1A', 'Norr A', 'C1', 'unit');

INSERT INTO core.clients (client_id, sex, birth_month, identity_kind, area_id, is_single_household, first_seen_date, last_seen_date, widowed_month)
SELECT
    18446744073709550000 + number, if(number % 3 = 0, 'male', 'female'), toDate32('1935-05-01') + toIntervalMonth(number), 'personal',
    if(number % 2 = 0, 'C1', 'C2'), number % 2 = 0, '2025-01-10', '2026-02-20', if(number = 1, toDate('2025-06-01'), NULL)
FROM numbers(40);

INSERT INTO core.clients (client_id, sex, birth_month, identity_kind, area_id, first_seen_date, last_seen_date, death_month) VALUES
    (18446744073709550041, 'male', '1930-05-01', 'personal', 'C2', '2024-01-10', '2025-02-20', '2025-03-01'), (18446744073709550042, 'male', '1930-05-01', 'personal', 'C1', '2024-01-10', '2025-02-20', '2025-03-01');
-- Of those with health care only no decision tells the area.
ALTER TABLE core.clients UPDATE area_id = '' WHERE client_id % 40 = 36 SETTINGS mutations_sync = 2;

INSERT INTO mart.client_months (client_id, month, status, age_years, sex, area_id, is_single_household, home_care_granted_h, home_care_performed_h, n_visits, nurse_min, has_hsl, limitation_d5, categories, is_sol_delivered)
SELECT
    18446744073709550000 + number % 40, addMonths(toDate('2025-01-01'), intDiv(number, 40)), if(number % 40 < 30, 'home_care', 'hsl_only'), 82, 'female',
    if(number % 2 = 0, 'C1', 'C2'), true, if(number % 40 < 30, 10 + number % 40, 0), if(number % 40 < 30, 9 + number % 40, 0), 30, 60, true, 2, ['physical'], true
FROM numbers(560);

INSERT INTO mart.area_months (area_id, month, area_kind, n_clients, n_home_care_clients, n_hsl_only_clients, n_hsl_clients, n_special_housing_clients, n_new_clients, n_deaths,
    home_care_granted_h, home_care_performed_h, nurse_h, rehab_h, delegated_h, performed_share, persons_80plus, granted_h_per_person_80plus)
SELECT
    area.1, addMonths(toDate('2025-01-01'), number), area.2, 20 * area.3, 15 * area.3, 5 * area.3, 12 * area.3, 1, 2, 1,
    300 * area.3 + number, if(number = 13, NULL, 280 * area.3), if(number = 13, NULL, 20), if(number = 13, NULL, 10), if(number = 13, NULL, 5), if(number = 13, NULL, 0.93), 400, 0.75
FROM numbers(14)
ARRAY JOIN [('K', 'municipality', 2), ('C1', 'area', 1), ('C2', 'area', 1)] AS area;

INSERT INTO mart.candidates (client_id, decision_area_id, has_decision, month, status, area_id, area_name, sex, age_years, is_single_household, hours_now, hours_6m_ago, hours_12m_ago, hours_change_6m_h, hours_12m,
    has_hsl, has_personal_care, limitation_d5, assessed_date, categories, severities, n_interventions, last_intervention_kind, last_intervention_result,
    risk_target, risk_probability, risk_low, risk_high, risk_percentile, decline_probability, housing_probability, hours_expected_3m, hours_expected_6m, hours_expected, hours_expected_low, hours_expected_high,
    potential_kind, potential_h, potential_low_h, potential_high_h, reasons_sv, reasons_en, run_id)
SELECT
    18446744073709550000 + number, (SELECT mapFromArrays(groupArray(client_id), groupArray(toString(area_id))) FROM core.clients)[18446744073709550000 + number],
    (18446744073709550000 + number) IN (SELECT client_id FROM core.clients WHERE has_decision), '2026-02-01', if(number < 30, 'home_care', 'hsl_only'), if(number % 2 = 0, 'C1', 'C2'), if(number % 2 = 0, 'Norr', 'Söder å'),
    if(number % 3 = 0, 'male', 'female'), 70 + number % 25, number % 2 = 0, if(number < 30, 10.5 + number, 0), 9, 8, 1.5, [8, 8, 8, 8, 8, 8, 9, 9, 9, 9, 10, 10.5],
    true, true, 2, '2025-11-03', if(number % 4 = 0, ['physical', 'cognitive'], ['nursing']), if(number % 4 = 0, map('physical', 3, 'cognitive', 1), map('nursing', 2)), number % 3, if(number % 3 = 0, '', 'training'), if(number % 3 = 0, '', 'good'),
    if(number < 30, 'need_doubled', 'home_care_entry'), 0.01 * number, 0.005 * number, 0.02 * number, 2.5 * number, 0.2, 0.1, 11, 12, 13, 8, 20,
    if(number % 5 = 0, 'training', ''), if(number % 5 = 0, -2.5, NULL), if(number % 5 = 0, -4, NULL), if(number % 5 = 0, -1, NULL), ['Timmarna har ökat', 'Bor ensam', 'Larm ofta'], ['Hours have grown', 'Lives alone', 'Alarms often'], 11
FROM numbers(40);

INSERT INTO core.service_decisions (decision_id, client_id, service_code, granted_h_per_month, valid_from, valid_to, is_executed, decided_date, officer_id, provider_id, area_id, last_month, known_date)
SELECT 500 + number, 18446744073709550000 + number, if(number % 2 = 0, 'home_care', 'alarm'), if(number % 2 = 0, 12.25, NULL), '2025-01-10', if(number = 1, toDate('2025-12-01'), NULL), true, '2025-01-05', 7, 'K1', 'C1', '2026-02-01', '2025-02-01'
FROM numbers(40);

INSERT INTO core.assessments (client_id, assessed_date, life_area, icf_code, limitation, goal_kind, goal_limitation, wording, known_date)
SELECT 18446744073709550000 + number, '2025-11-03', 'd5', 'd510', 2, 'keep', 2, 'Behöver stöd', '2025-12-01' FROM numbers(40);

INSERT INTO core.hsl_actions (action_id, client_id, performed_date, kva_code, profession, resource, duration_min, known_date)
SELECT 900 + number, 18446744073709550000 + number % 40, addDays(toDate('2025-11-03'), number), 'QV007', 'ssk', 'nurse', 20, '2026-01-01' FROM numbers(80);

INSERT INTO core.interventions (intervention_id, client_id, intervention_code, kind, started_date, ended_date, selection_id, believed_change_h_per_month, result_kind, known_date)
VALUES (70, 18446744073709550001, 'A1', 'training', '2025-06-10', '2025-09-01', '', -2, 'good', '2025-07-01'), (71, 18446744073709550002, 'A2', 'rehabilitation', '2025-08-10', NULL, '', NULL, '', '2025-09-01');

INSERT INTO core.selections (selection_id, version, name, theme, author, created_date, expires_date, filter_sql)
VALUES ('egna', 1, 'Egna', 'Förebyggande', 'anna', '2026-01-01', '2027-01-01', 'age_years > 80'), ('egna', 2, 'Egna, ny', 'Förebyggande', 'anna', '2026-02-01', '2027-01-01', 'age_years > 75'), ('d''urval\\', 1, 'Med citat', '', 'anna', '2026-01-01', NULL, '1');
INSERT INTO core.selection_events (selection_id, selection_version, client_id, kind, event_date, written_at)
SELECT 'egna', 1, 18446744073709550000 + number, 'entered', '2026-01-02', '2026-01-02 04:00:00' FROM numbers(4);
INSERT INTO core.selection_events VALUES ('egna', 2, 18446744073709550001, 'left', '2026-02-02', '2026-02-02 04:00:00'), ('d''urval\\', 1, 18446744073709550006, 'entered', '2026-02-02', '2026-02-02 04:00:00');

INSERT INTO core.delivered_months (source, month, n_rows, known_date)
SELECT source, addMonths(toDate('2025-01-01'), number), 100, '2026-02-03' FROM numbers(14) ARRAY JOIN ['sol_ongoing', 'visits'] AS source WHERE NOT (source = 'visits' AND number = 5);
INSERT INTO core.capacities (area_id, month, profession, available_h, cost_sek_per_h) VALUES ('C1', '2026-01-01', 'assistant_nurse', 250, 320), ('C2', '2026-01-01', 'assistant_nurse', 500, 320), ('C1', '2026-01-01', 'nurse', 50, 420);

INSERT INTO model.runs (run_id, model, method, target, horizon_months, as_of_date, trained_from, trained_to, n_rows, n_clients, n_events, status, is_published, parameters, app_version, created_at) VALUES
    (11, 'risk', 'additive', 'need_doubled', 12, '2026-02-01', '2022-01-01', '2025-01-01', 10000, 900, 400, 'converged', true, '{}', 'test', '2026-02-02 04:00:00'),
    (12, 'forecast', 'courses', '', 36, '2026-02-01', '2022-01-01', '2026-01-01', 10000, 900, 0, 'converged', true, '{}', 'test', '2026-02-02 05:00:00'),
    (13, 'hours', 'additive', 'hours', 12, '2026-02-01', '2022-01-01', '2025-01-01', 10000, 900, 0, 'converged', true, '{}', 'test', '2026-02-02 04:00:00'),
    (14, 'effect', 'aipw', 'training', 12, '2026-02-01', '2022-01-01', '2025-01-01', 10000, 900, 0, 'converged', true, '{}', 'test', '2026-02-02 04:00:00');
INSERT INTO model.approvals (run_id, decision, decided_by, why, decided_at) SELECT run_id, 'approved', 'test', 'test', created_at FROM model.runs;
INSERT INTO model.metrics (run_id, split, group_name, group_value, metric, value, value_low, value_high, n_rows, n_events)
SELECT 11, split, 'all', 'all', metric.1, metric.2, metric.2 - 0.02, metric.2 + 0.02, 1000, 90 FROM (SELECT 1) ARRAY JOIN ['test', 'newest'] AS split ARRAY JOIN [('auc', 0.74), ('brier', 0.07), ('calibration_slope', 0.7), ('observed_expected', 1.02), ('captured_100', 0.31), ('lift_100', 3.1), ('precision_100', 0.28)] AS metric;
INSERT INTO model.metrics (run_id, split, group_name, group_value, metric, value, n_rows, n_events) VALUES (11, 'test', 'sex', 'female', 'auc', 0.73, 600, 50), (11, 'test', 'sex', 'male', 'auc', 0.75, 400, 40);
INSERT INTO model.calibration_curves (run_id, split, class, bin, lowest, highest, predicted, observed, n_rows) VALUES (11, 'test', 'doubled', 1, 0, 0.05, 0.03, 0.04, 500), (11, 'test', 'doubled', 2, 0.05, 0.5, 0.15, 0.14, 500);
INSERT INTO model.term_drift (run_id, target, as_of_date, term, psi, missing_share, missing_share_before, mean_contribution) VALUES (11, 'need_doubled', '2026-02-01', 'age_years', 0.3, 0, 0, 0.02), (11, 'need_doubled', '2026-02-01', 'hours_now', 0.05, 0, 0, 0.01);
INSERT INTO model.forecasts (as_of_date, scope_kind, scope_id, resource, month, horizon_months, scenario, driver, method, mean, p10, p50, p90, run_id)
SELECT '2026-02-01', 'area', area.1, resource, addMonths(toDate('2026-02-01'), number + 1), number + 1, 'as_today', part.1, method, part.2 * area.2 * (300 + number), part.2 * area.2 * (280 - number), part.2 * area.2 * (300 + number), part.2 * area.2 * (330 + number), 12
FROM numbers(12) ARRAY JOIN [('K', 2), ('C1', 1), ('C2', 1)] AS area ARRAY JOIN ['home_care_h', 'nurse_h', 'clients'] AS resource ARRAY JOIN ['courses', 'seasonal_naive'] AS method
ARRAY JOIN if(method = 'courses', [('all', 1.), ('existing', 0.7), ('new', 0.3), ('ended', -0.2)], [('all', 1.)]) AS part;
INSERT INTO model.forecast_accuracy (origin, horizon_months, scope_kind, scope_id, resource, method, forecast, p10, p90, actual, scaled_error, crps, is_covered, run_id)
SELECT addMonths(toDate('2025-01-01'), number), 12, 'area', 'C1', 'home_care_h', method, 300, 280, 320, 310, 0.6, 5, true, 12 FROM numbers(3) ARRAY JOIN ['blend', 'courses', 'seasonal_naive'] AS method;
INSERT INTO model.forecast_accuracy (origin, horizon_months, scope_kind, scope_id, resource, method, forecast, p10, p90, actual, scaled_error, crps, is_covered, run_id)
SELECT addMonths(toDate('2025-01-01'), number), horizon, 'area', 'K', 'home_care_h', method.1, 612, 580, 640, 600, method.2, 5, true, 12 FROM numbers(3) ARRAY JOIN [6, 12] AS horizon ARRAY JOIN [('blend', 0.5), ('seasonal_naive', 0.9)] AS method;
INSERT INTO model.forecast_verdicts VALUES (12, 'total', 'home_care_h', 1, 12, 'blend', 'blend', 0.5, 0.5, 0, 0, 3, 'Den sammanvägda visas.', 'The blend is shown.'), (12, 'area', 'home_care_h', 1, 12, 'seasonal_naive', 'seasonal_naive', 0.9, 0.5, 0.1, 0.2, 3, 'Fjolårets visas.', 'Last year''s is shown.');
INSERT INTO model.forecast_weights VALUES (12, 'total', 'home_care_h', 12, 'courses', 0.6, 3), (12, 'total', 'home_care_h', 12, 'seasonal_naive', 0.4, 3);
INSERT INTO model.forecast_changes SELECT '2026-02-01', '2026-01-01', 'area', area, 'home_care_h', addMonths(toDate('2026-02-01'), number), cause.1, cause.2, 'Ändring', 'Change', 12
FROM numbers(12) ARRAY JOIN ['K', 'C1', 'C2'] AS area ARRAY JOIN [('data', 4.), ('new', -1.), ('total', 3.)] AS cause;
INSERT INTO model.forecasts (as_of_date, scope_kind, scope_id, resource, month, horizon_months, scenario, driver, method, mean, p10, p50, p90, run_id)
SELECT '2026-02-01', scope.1, scope.2, 'home_care_h', addMonths(toDate('2026-02-01'), number + 1), number + 1, 'as_today', driver, 'blend', 100, 90, 100, 110, 12
FROM numbers(12) ARRAY JOIN [('category', 'physical'), ('selection', 'egna')] AS scope ARRAY JOIN ['all', 'existing'] AS driver;
INSERT INTO model.runs (run_id, model, method, target, horizon_months, as_of_date, trained_from, trained_to, n_rows, n_clients, n_events, status, is_published, parameters, app_version, created_at) VALUES
    (15, 'trend', 'broken_line', '', 0, '2026-02-01', '2025-01-01', '2026-02-01', 14, 40, 0, 'converged', true, '{}', 'test', '2026-02-02 05:00:00');
-- The selection has four clients: too few to be shown by itself.
INSERT INTO model.trends (as_of_date, scope_kind, scope_id, resource, month, value, n_clients, level, is_change_point, change_kind, is_odd, run_id)
SELECT '2026-02-01', scope.1, scope.2, 'home_care_h', addMonths(toDate('2025-01-01'), number), if(number = 5, NULL, 300 + number), scope.3, 300, number = 8, if(number = 8, 'level_shift', ''), false, 15
FROM numbers(14) ARRAY JOIN [('area', 'K', 40), ('area', 'C1', 20), ('area', 'C2', 20), ('category', 'physical', 30), ('selection', 'egna', 4)] AS scope;
INSERT INTO model.trend_summaries (as_of_date, scope_kind, scope_id, resource, verdict, since_month, level, slope, slope_low, slope_high, q_value, sentence_sv, sentence_en, run_id)
SELECT '2026-02-01', 'area', area, 'home_care_h', 'rising', '2025-09-01', 300, 1, 0.5, 1.5, 0.01, 'Ökar.', 'Rises.', 15 FROM (SELECT 1) ARRAY JOIN ['K', 'C1', 'C2'] AS area;
INSERT INTO core.scenarios VALUES
    ('as_today', 1, 'Som i dag', 'As today', 'Som hittills.', 'As so far.', 'framsyn', '2026-01-01', true, 0, 0, 0, 1, 0, 1, 'main', 0, '', 1),
    ('prevention_100', 1, 'Förebyggande för 100', 'Prevention for 100', 'Når hundra.', 'Reaches a hundred.', 'framsyn', '2026-01-01', true, 0, 0, 0, 1, 0, 1, 'main', 100, '', 0.6),
    ('leos', 1, 'Leos', 'Leos', 'För budgeten.', 'For the budget.', 'leo', '2026-02-05', true, 0, 0, 0, 0.9, 0, 1, 'main', 0, '', 1);
INSERT INTO model.runs (run_id, model, method, target, horizon_months, as_of_date, trained_from, trained_to, n_rows, n_clients, n_events, status, is_published, parameters, app_version, created_at) VALUES
    (16, 'need', 'mixed', 'home_care_granted', 0, '2026-02-01', '2025-01-01', '2026-02-01', 40, 40, 0, 'converged', true, '{}', 'test', '2026-02-02 05:00:00');
INSERT INTO model.client_need_parts (as_of_date, month, client_id, area_id, resource, profession, part, icf_code, limitation, minutes_per_week, norm_minutes_per_week, n_clients, is_assessed, run_id)
SELECT '2026-02-01', '2026-02-01', 18446744073709550000 + number, if(number % 2 = 0, 'C1', 'C2'), 'home_care_granted', 'assistant_nurse', part.1, if(part.1 = 'need', 'd510', ''), if(part.1 = 'need', 2, NULL), part.2, part.3, 40, true, 16
FROM numbers(30) ARRAY JOIN [('need', 120., 130.), ('habit', 10., 0.), ('remainder', -5., 0.)] AS part;
INSERT INTO model.risk_scores (client_id, as_of_date, target, horizon_months, month, probability, probability_low, probability_high, percentile, hours_now, hours_expected, run_id)
SELECT 18446744073709550000 + number, '2026-02-01', target, 12, '2026-02-01', 0.01 * number, 0.005 * number, 0.02 * number, 2.5 * number, 10, 12, 11 FROM numbers(30) ARRAY JOIN ['need_doubled', 'special_housing'] AS target;
INSERT INTO model.risk_reasons (client_id, as_of_date, target, rank, term, value, contribution, sentence_sv, sentence_en, run_id)
SELECT 18446744073709550000 + number, '2026-02-01', 'need_doubled', rank, 'age_years', 82, 0.5 / rank, 'Hög ålder', 'High age', 11 FROM numbers(30) ARRAY JOIN [1, 2, 3] AS rank;
INSERT INTO model.expected_hours (client_id, as_of_date, horizon_months, hours_now, hours_expected, hours_expected_low, hours_expected_high, run_id)
SELECT 18446744073709550000 + number, '2026-02-01', h, 10, 10 + h, 8, 20 + h, 13 FROM numbers(30) ARRAY JOIN [3, 6, 12] AS h;
INSERT INTO model.potentials (client_id, as_of_date, kind, horizon_months, hours_now, expected_change_h, expected_change_share, change_low_h, change_high_h, n_treated_alike, is_supported, run_id)
SELECT 18446744073709550000 + number, '2026-02-01', 'training', 12, 10, -2.5, -0.25, -4, -1, 55, true, 14 FROM numbers(30);
INSERT INTO mart.need_outcomes (client_id, month, hours_now, doubled_h, outcome, is_doubled, is_followed)
SELECT 18446744073709550000 + number, '2026-02-01', 10, 20, if(number < 3, 'doubled', 'none'), number < 3, true FROM numbers(30);
INSERT INTO mart.follow_up_groups (kind, area_id, started_year, horizon_months, as_of_date, n_interventions, n_followed, n_clients, n_controls, is_too_few, observed_change_h, similar_change_h, effect_h, effect_low_h, effect_high_h, sentence_sv, sentence_en, run_id)
VALUES ('training', '*', 0, 6, '2026-02-01', 40, 35, 33, 350, false, 1, 3, -2, -3, -1, 'Färre timmar', 'Fewer hours', 14), ('training', 'C1', 2025, 6, '2026-02-01', 4, 3, 3, 30, true, NULL, NULL, NULL, NULL, NULL, 'För få', 'Too few', 14);
INSERT INTO mart.follow_ups (intervention_id, horizon_months, client_id, kind, area_id, started_date, as_of_date, followed, fate, hours_before, observed_change_h, similar_change_h, similar_low_h, similar_high_h, n_controls, is_unusual, sentence_sv, sentence_en, run_id)
VALUES (70, 6, 18446744073709550001, 'training', 'C2', '2025-06-10', '2026-02-01', 'followed', 'at_home', 11, -1, 2, -3, 6, 10, false, 'Som liknande', 'As similar', 14), (71, 6, 18446744073709550002, 'rehabilitation', 'C1', '2025-08-10', '2026-02-01', 'not_yet', NULL, 12, NULL, NULL, NULL, NULL, 0, NULL, 'Inte än', 'Not yet', 14);

INSERT INTO ops.load_batches (batch_id, source, contract, file_name, file_sha256, period_month, delivery, delivered_date, n_delivered, n_loaded, n_rejected, loaded_at, load_seconds, app_version)
VALUES (1, 'visits', 'visits', 'besok_2026-01.csv', repeat('a', 64), '2026-01-01', 'complete', '2026-02-03', 100, 98, 2, '2026-02-03 03:00:00', 1.5, 'test');
INSERT INTO ops.load_rejects (batch_id, line_no, fault_number, source, file_name, field, value_class, rule, reason_sv, reason_en)
VALUES (1, 7, 1, 'visits', 'besok_2026-01.csv', 'datum', 'text', 'date', 'Datumet går inte att läsa', 'The date cannot be read'), (1, 9, 1, 'visits', 'besok_2026-01.csv', 'datum', 'text', 'date', 'Datumet går inte att läsa', 'The date cannot be read');
INSERT INTO ops.job_runs (job_run_id, job, as_of_date, status, attempt, started_at, finished_at, run_seconds, rows_in, rows_out, peak_memory_bytes, app_version, error) VALUES
    ('9b2f8a4e-0000-4000-8000-abcdefabcde1', 'load', '2026-02-03', 'ok', 1, '2026-02-03 03:00:00', '2026-02-03 03:00:02', 2, 100, 98, 100000000, 'test', ''),
    ('9b2f8a4e-0000-4000-8000-abcdefabcde2', 'fit', '2026-02-03', 'failed', 3, '2026-02-03 04:00:00', '2026-02-03 04:00:02', 2, 100, 0, 100000000, 'test', 'för få rader');
INSERT INTO ops.access_log (access_id, accessed_at, user_name, role, surface, request, n_rows, n_clients, own_areas) VALUES ('9b2f8a4e-0000-4000-8000-abcdefabcde7', '2026-01-10 22:00:00', 'mona', 'manager', 'page', 'candidates', 25, 25, ['C1']);
INSERT INTO ops.access_log (access_id, accessed_at, user_name, role, purpose, surface, objects, n_rows, n_clients) VALUES ('9b2f8a4e-0000-4000-8000-abcdefabcde3', '2026-02-03 10:00:00', 'anna', 'analyst', 'uppföljning', 'panel', ['mart.candidates'], 10, 10);
INSERT INTO ops.review_marks (mark_id, marked_at, marked_by, verdict, note, access_id) VALUES ('9b2f8a4e-0000-4000-8000-abcdefabcdd1', '2026-02-12 10:00:00', 'olle', 'asked', 'Frågat om uppföljningen', '9b2f8a4e-0000-4000-8000-abcdefabcde3');
INSERT INTO ops.export_log (export_id, exported_at, user_name, object, purpose, format, file_name, n_rows, n_clients) VALUES ('9b2f8a4e-0000-4000-8000-abcdefabcde4', '2026-02-03 10:00:00', 'anna', 'selection', 'hembesök', 'csv-se', 'urval.csv', 10, 10);

-- The runs of trends (20), equity (21) and needs (22) are in aggregates.sql.
INSERT INTO mart.client_categories (client_id, month, category, severity, from_codes, rule_version)
SELECT 18446744073709550000 + number % 40, addMonths(toDate('2025-01-01'), intDiv(number, 40)), 'physical', if(number < 280, 2, 3), ['d450'], 1 FROM numbers(560);
INSERT INTO mart.early_signs (client_id, month, area_id, age_years, has_home_care, has_hsl, is_evident, points, signs, sentences_sv, sentences_en, month_rank, is_flagged)
SELECT 18446744073709550000 + number, '2026-02-01', if(number % 2 = 0, 'C1', 'C2'), 82, true, true, false, 3, ['alarms'], ['6 larm på 6 månader.'], ['6 alarms in 6 months.'], number + 1, number < 3 FROM numbers(30);
INSERT INTO model.client_trends (as_of_date, client_id, n_months, verdict, slope, slope_low, slope_high, run_id)
SELECT '2026-02-01', 18446744073709550000 + number, 12, 'rising', 0.8, 0.2, 1.4, 15 FROM numbers(30);
INSERT INTO model.decision_comparisons (as_of_date, decision_id, granted_h, expected_h, norm_h, comparison, run_id)
SELECT '2026-02-01', 500 + number, 12.25, 11, 10, 'compared', 21 FROM numbers(40);
-- What teams registered on the pages: six in C1 begin nutrition, one in each area had training, and two proposals were not followed.
INSERT INTO core.intervention_ledger (ledger_id, written_at, decided_date, known_date, intervention_id, client_id, kind, decision, why, chosen_by, believed_change_h_per_month, started_date, planned_end_date, reason)
SELECT 100 + number, '2026-01-20 10:00:00', '2026-01-20', '2026-01-20', NULL, 18446744073709550004 + 2 * number, 'nutrition', 'followed', 'äter dåligt', 'a0b1c2d3e4f50617', -2, '2026-02-01', '2026-05-01', '' FROM numbers(6);
INSERT INTO core.intervention_ledger (ledger_id, written_at, decided_date, known_date, intervention_id, client_id, kind, decision, why, chosen_by, believed_change_h_per_month, started_date, planned_end_date, reason) VALUES
    (110, '2026-01-20 10:00:00', '2025-06-10', '2025-07-01', 70, 18446744073709550001, 'training', 'followed', '', '', -2, '2025-06-10', NULL, ''),
    (111, '2026-01-20 10:00:00', '2025-08-10', '2025-09-01', 71, 18446744073709550002, 'rehabilitation', 'followed', '', '', NULL, '2025-08-10', NULL, ''),
    (112, '2026-01-20 10:00:00', '2026-01-20', '2026-01-20', NULL, 18446744073709550002, 'nutrition', 'not_followed', '', 'a0b1c2d3e4f50617', NULL, NULL, NULL, 'declined'),
    (113, '2026-01-20 10:00:00', '2026-01-20', '2026-01-20', NULL, 18446744073709550003, 'nutrition', 'not_followed', '', 'a0b1c2d3e4f50617', NULL, NULL, NULL, 'declined');
INSERT INTO mart.follow_ups (intervention_id, horizon_months, client_id, kind, area_id, started_date, as_of_date, followed, fate, hours_before, believed_team_h, observed_change_h, similar_change_h, similar_low_h, similar_high_h, difference_h, difference_low_h, difference_high_h, n_controls, is_unusual, sentence_sv, sentence_en, run_id)
SELECT 80 + number, 6, 18446744073709550004 + 2 * number, 'training', 'C1', '2025-03-10', '2026-02-01', 'followed', 'at_home', 11, -4, -1, 2, -3, 6, -3, -7, 2, 10, false, 'Som liknande', 'As similar', 14 FROM numbers(12);
INSERT INTO model.approvals (run_id, decision, decided_by, why, decided_at) SELECT run_id, 'approved', 'test', 'test', created_at FROM model.runs WHERE run_id NOT IN (SELECT approvals.run_id FROM model.approvals AS approvals);
INSERT INTO model.audits VALUES (11, 'sex', 'female', 'calibration_ratio', 1.05, 0.9, 1.2, 0.85, 1.3, 0.8, 1.25, 'passed', 600, 300, 50);
