-- models_to_review: Modeller att se över | Models to review
-- sv:      Antal larm för varje modell som visas: läckage, kalibrering, utfall och drift; 0 där allt är inom gränserna: för larm.
-- en:      Number of alerts of each model that is shown: leakage, calibration, outcomes and drift; 0 where all is within the limits: for
--          alerts.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, steward, officer, service
-- Reads:   model.alerts, model.current_runs
-- Column:  model | Modell | Model
-- Column:  target | Mål | Target
-- Column:  n_alerts | Larm | Alerts
SELECT runs.model AS model, runs.target AS target, toUInt32(countIf(isNotNull(alerts.run_id))) AS n_alerts
FROM model.current_runs AS runs
LEFT JOIN model.alerts AS alerts ON runs.run_id = alerts.run_id AND runs.target = alerts.target
GROUP BY model, target
ORDER BY model, target
