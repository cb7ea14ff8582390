package export_test

// planFixture adds to fixture what the workbook shows: the municipality, other
// resources, staff for one area, two scenarios and what judges the forecast.
const planFixture = `
INSERT INTO model.forecasts SELECT * REPLACE('KN' AS scope_id, mean * 2 AS mean, p10 * 2 AS p10, p50 * 2 AS p50, p90 * 2 AS p90)
FROM (SELECT * FROM model.forecasts WHERE scope_id = 'C1' AND scope_kind = 'area');
INSERT INTO model.forecasts SELECT * REPLACE('nurse_h' AS resource, mean / 10 AS mean, p10 / 10 AS p10, p50 / 10 AS p50, p90 / 10 AS p90)
FROM (SELECT * FROM model.forecasts WHERE scope_kind = 'area');
INSERT INTO core.delivered_months SELECT 'sol_ongoing' AS source, addMonths(toDate('2026-01-01'), number) AS month, 10, toDate('2026-04-10') FROM numbers(3);
INSERT INTO core.capacities (area_id, month, profession, available_h, cost_sek_per_h, vacant_fte) VALUES
    ('C1', '2026-04-01', 'assistant_nurse', 1200, 400, 1.5), ('C1', '2026-05-01', 'assistant_nurse', 1300, 400, NULL);
INSERT INTO core.staffing_norms VALUES
    ('assistant_nurse', 160, 0.2, 0.15, 0.75, false, 'BEMANNINGSTAL, known 2026-03-01', '2026-01-01'),
    ('nurse', 160, 0.2, 0.15, 0.6, true, 'An example', '1970-01-01');
INSERT INTO core.scenarios SELECT * FROM core.scenario_examples WHERE scenario = 'as_today';
INSERT INTO core.scenarios SELECT * REPLACE('more_rehab' AS scenario, '@Mer rehab' AS name_sv, -2.5 AS increase_pct_per_year, 100 AS prevention_n_clients, 0.6 AS prevention_share)
FROM (SELECT * FROM core.scenario_examples WHERE scenario = 'as_today');
INSERT INTO core.populations SELECT 'C1', 2024 + number, 'female', 80, 100, number > 1 FROM numbers(4)`

// judgeFixture is what judges and explains the forecast.
const judgeFixture = `
INSERT INTO model.forecast_weights VALUES (12, 'total', 'home_care_h', 12, 'courses', 0.75, 4), (12, 'total', 'home_care_h', 12, 'theta', 0.25, 4),
    (11, 'total', 'home_care_h', 12, 'ets', 1, 4);
INSERT INTO model.forecast_verdicts VALUES
    (12, 'total', 'home_care_h', 1, 3, 'blend', 'theta', 0.62, 0.56, -0.1, 0.2, 12, '1-3 månader framåt: den sammanvägda prognosen visas.', '');
INSERT INTO model.forecast_accuracy
SELECT addMonths(toDate('2025-01-01'), number) AS origin, 6, 'area', 'KN', 'home_care_h', method, 1000, 900, 1100, 1010 + number, if(method = 'theta', 0.5, 0.6), 1, number > 0, 12
FROM numbers(4) ARRAY JOIN ['blend', 'theta'] AS method;
INSERT INTO model.forecast_changes VALUES
    ('2026-04-16', '2026-03-16', 'area', 'KN', 'home_care_h', '2026-05-01', 'total', 12.5, '=Prognosen är högre.', '', 12),
    ('2026-04-16', '2026-03-16', 'area', 'KN', 'home_care_h', '2026-05-01', 'data', 10, 'Nya data: +10,0', '', 12),
    ('2026-04-16', '2026-03-16', 'area', 'KN', 'home_care_h', '2026-05-01', 'method', 2.5, 'Metod: +2,5', '', 12);
INSERT INTO model.trend_summaries (as_of_date, scope_kind, scope_id, resource, verdict, sentence_sv) VALUES
    ('2026-04-16', 'area', 'KN', 'home_care_h', 'rising', '+ Ökar med 20 timmar per månad.'), ('2026-03-16', 'area', 'KN', 'home_care_h', 'stable', 'Gammal trend.')`
