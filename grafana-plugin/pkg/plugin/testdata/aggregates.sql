-- What the dashboards ask of the same small municipality: trends, staff, equal treatment, needs, late deliveries.
INSERT INTO model.runs (run_id, model, method, target, horizon_months, as_of_date, trained_from, trained_to, n_rows, n_clients, n_events, status, is_published, parameters, app_version, created_at)
SELECT 20 + number, ['trend', 'equity', 'need'][number + 1], 'test', '', 0, '2026-02-01', '2022-01-01', '2026-01-01', 1000, 900, 0, 'converged', true, '{}', 'test', '2026-02-02 05:00:00' FROM numbers(3);
INSERT INTO model.trend_summaries (as_of_date, scope_kind, scope_id, resource, verdict, since_month, level, slope, slope_low, slope_high, sentence_sv, sentence_en, run_id)
SELECT '2026-02-01', 'area', scope, 'home_care_h', 'rising', '2025-03-01', 300, 2.1, 1, 3.2, 'Ökar sedan mars 2025', 'Rises since March 2025', 20 FROM (SELECT arrayJoin(['K', 'C1', 'C2']) AS scope);
INSERT INTO core.staffing_norms (profession, paid_h_per_month, absence_share, travel_share, client_share, is_example, source, valid_from)
SELECT profession, 165, 0.2, 0.15, 0.7, true, 'exempel', '1970-01-01' FROM (SELECT arrayJoin(['assistant_nurse', 'nurse', 'occupational_therapist', 'physical_therapist']) AS profession);
INSERT INTO core.visits (client_id, visit_date, service_code, n_planned_visits, planned_min, n_visits, performed_min, known_date)
SELECT 18446744073709550000 + number, '2025-11-10', if(number % 2 = 0, 'nurse', 'physical_therapy'), 1, 30, 1, 30, '2025-12-01' FROM numbers(40);
INSERT INTO core.case_times (case_time_id, case_id, client_id, officer_id, event_date, activity, minutes, decided_date, known_date, decided_known_date)
SELECT 100 + number, 500 + number % 40, 18446744073709550000 + number % 40, 7, '2025-01-04', ['meeting', 'documentation'][1 + intDiv(number, 40)], 45 + number, '2025-01-05', '2025-02-01', '2025-02-01' FROM numbers(80);
ALTER TABLE core.service_decisions UPDATE applied_date = toDate('2024-12-15') WHERE true SETTINGS mutations_sync = 2;
INSERT INTO model.effect_estimates (run_id, kind, horizon_months, among, estimand, estimate, estimate_low, estimate_high, p_value, naive, n_treated, n_treated_clients, n_controls, mean_hours)
VALUES (14, 'training', 12, 'all', 'att', -2, -3, -1, 0.01, 1, 40, 35, 350, 14);
INSERT INTO mart.follow_up_groups (kind, area_id, started_year, horizon_months, as_of_date, n_interventions, n_followed, n_clients, n_controls, is_too_few, run_id)
VALUES ('training', '*', 2025, 3, '2026-02-01', 40, 35, 33, 350, false, 14), ('rehabilitation', '*', 2025, 3, '2026-02-01', 4, 3, 3, 30, true, 14);
INSERT INTO model.equity_components (as_of_date, component, variance, variance_low, part_share, share_low, share_high, run_id)
VALUES ('2026-02-01', 'need', 0.9, 0.8, 0.9, 0.8, 0.95, 21), ('2026-02-01', 'officer', 0.1, 0.05, 0.1, 0.05, 0.2, 21);
INSERT INTO model.equity_effects (as_of_date, kind, level_id, reference_id, n_decisions, n_clients, is_shown, ratio, ratio_low, ratio_high, standing, run_id) VALUES
    ('2026-02-01', 'area', 'C1', '', 60, 40, true, 1.1, 1.02, 1.2, 'above', 21), ('2026-02-01', 'area', 'C2', '', 9, 4, false, NULL, NULL, NULL, '', 21), ('2026-02-01', 'sex', 'male', 'female', 60, 40, true, 0.99, 0.97, 1.01, '', 21);
INSERT INTO model.equity_effects (as_of_date, kind, level_id, n_decisions, n_clients, is_shown, ratio, ratio_low, ratio_high, standing, run_id)
SELECT '2026-02-01', 'officer', toString(70 + number), 50, 40, true, 0.9 + 0.05 * number, 0.85 + 0.05 * number, 0.95 + 0.05 * number, if(number = 2, 'comparable', 'below'), 21 FROM numbers(5);
INSERT INTO model.equity_tests (as_of_date, test, statistic, p_value, run_id) VALUES ('2026-02-01', 'officer', 12, 0.001, 21);
INSERT INTO model.need_resources (as_of_date, resource, profession, icf_code, limitation, norm_minutes_per_week, fitted_minutes_per_week, low_minutes_per_week, high_minutes_per_week, n_clients, is_norm_example, run_id)
VALUES ('2026-02-01', 'home_care_granted', 'assistant_nurse', 'd510', 2, 40, 44, 41, 47, 60, true, 22), ('2026-02-01', 'home_care_granted', 'assistant_nurse', 'd520', 2, 10, 11, 9, 14, 4, true, 22);
INSERT INTO model.client_need_parts (as_of_date, month, client_id, area_id, resource, profession, part, icf_code, limitation, minutes_per_week, norm_minutes_per_week, n_clients, is_assessed, run_id)
SELECT '2026-02-01', '2026-02-01', 18446744073709550000 + number, if(number % 2 = 0, 'C1', 'C2'), 'home_care_granted', 'assistant_nurse', 'need', 'd510', 2, 90, 80, 40, true, 22 FROM numbers(40);
INSERT INTO ops.load_batches (batch_id, source, contract, file_name, file_sha256, period_month, delivery, delivered_date, n_delivered, n_loaded, n_rejected, loaded_at, load_seconds, app_version)
SELECT 2 + number, 'visits', 'visits', 'besok.csv', repeat('b', 64), addMonths(toDate('2025-09-01'), number), 'complete', addMonths(toDate('2025-10-03'), number), 100, 100, 0, '2026-02-03 03:00:00', 1, 'test' FROM numbers(4);
INSERT INTO model.forecasts SELECT * REPLACE ('blend' AS method) FROM model.forecasts AS known WHERE known.method = 'courses';
INSERT INTO model.forecasts SELECT * REPLACE ('more_new_clients' AS scenario, 1.1 * mean AS mean) FROM model.forecasts AS known WHERE known.method = 'blend';
INSERT INTO model.metrics (run_id, split, group_name, group_value, metric, value, value_low, value_high, n_rows, n_events) VALUES (11, 'test', 'sex', 'female', 'observed_expected', 1.1, 0.9, 1.3, 600, 50);
INSERT INTO model.approvals (run_id, decision, decided_by, why, decided_at) SELECT run_id, 'approved', 'test', 'test', created_at FROM model.runs WHERE run_id NOT IN (SELECT approvals.run_id FROM model.approvals AS approvals);
