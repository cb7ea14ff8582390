-- model_runs: Modellkort | Model cards
-- sv:      Modellerna som visas: vad de lärde sig av, när, och hur det gick.
-- en:      The models that are shown: what they learned from, when, and how it went.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, officer, service
-- Reads:   model.alerts, model.current_runs, model.metrics, model.runs
-- Column:  run_id | Körning | Run
-- Column:  model | Modell | Model
-- Column:  target | Mål | Target
-- Column:  method | Metod | Method
-- Column:  as_of_date | Per | As of
-- Column:  horizon_months | Månader framåt | Months ahead | months
-- Column:  trained_from | Lärde från | Learned from
-- Column:  trained_to | Lärde till | Learned to
-- Column:  n_rows | Rader | Rows
-- Column:  n_clients | Brukare | Clients
-- Column:  n_events | Händelser | Events
-- Column:  status | Status | Status
-- Column:  auc | AUC | AUC
-- Column:  auc_low | AUC, lägre gräns | AUC, lower end
-- Column:  auc_high | AUC, övre gräns | AUC, upper end
-- Column:  calibration_slope | Kalibrering, lutning | Calibration slope
-- Column:  observed_expected | Utfall av väntat | Observed of expected
-- Column:  n_alerts | Larm | Alerts
-- Column:  app_version | Version | Version
-- Column:  parameters | Inställningar | Settings
-- One row per run: how good it is, on later months and other persons.
WITH measured AS
(
    SELECT
        run_id,
        maxOrNullIf(metrics.value, metrics.metric = 'auc') AS auc,
        maxOrNullIf(metrics.value_low, metrics.metric = 'auc') AS auc_low,
        maxOrNullIf(metrics.value_high, metrics.metric = 'auc') AS auc_high,
        maxOrNullIf(metrics.value, metrics.metric = 'calibration_slope') AS calibration_slope,
        maxOrNullIf(metrics.value, metrics.metric = 'observed_expected') AS observed_expected
    FROM model.metrics AS metrics
    WHERE metrics.split = 'test' AND metrics.group_name = 'all'
    GROUP BY run_id
),
-- One row per run and target: how much there is to look at.
alerted AS
(
    SELECT run_id, target, count() AS n_alerts
    FROM model.alerts
    GROUP BY run_id, target
)
SELECT
    runs.run_id AS run_id,
    runs.model AS model,
    runs.target AS target,
    runs.method AS method,
    runs.as_of_date AS as_of_date,
    runs.horizon_months AS horizon_months,
    runs.trained_from AS trained_from,
    runs.trained_to AS trained_to,
    runs.n_rows AS n_rows,
    runs.n_clients AS n_clients,
    runs.n_events AS n_events,
    runs.status AS status,
    measured.auc AS auc,
    measured.auc_low AS auc_low,
    measured.auc_high AS auc_high,
    measured.calibration_slope AS calibration_slope,
    measured.observed_expected AS observed_expected,
    ifNull(alerted.n_alerts, 0) AS n_alerts,
    runs.app_version AS app_version,
    runs.parameters AS parameters
FROM model.runs AS runs
INNER JOIN model.current_runs AS shown ON runs.run_id = shown.run_id
LEFT JOIN measured ON runs.run_id = measured.run_id
LEFT JOIN alerted ON runs.run_id = alerted.run_id AND runs.target = alerted.target
ORDER BY model, target
