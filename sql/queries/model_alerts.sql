-- model_alerts: Modeller som larmar | Models that alert
-- sv:      Det som ligger utanför gränserna i modeller som visas: läckage, kalibrering, utfall och drift; och nyaste körningar som inte är godkända eller vars granskning är underkänd.
-- en:      What lies outside the limits in models that are shown: leakage, calibration, outcomes and drift; and newest runs that are not approved, or whose audit has failed.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, officer, service, steward
-- Reads:   model.alerts
-- Column:  model | Modell | Model
-- Column:  target | Mål | Target
-- Column:  kind | Slag | Kind
-- Column:  about | Vad | What
-- Column:  value | Värde | Value
-- Column:  lowest | Lägsta | Lowest
-- Column:  highest | Högsta | Highest
-- Column:  run_id | Körning | Run
SELECT
    alerts.model AS model,
    alerts.target AS target,
    alerts.kind AS kind,
    alerts.about AS about,
    alerts.value AS value,
    alerts.lowest AS lowest,
    alerts.highest AS highest,
    alerts.run_id AS run_id
FROM model.alerts AS alerts
ORDER BY model, target, kind, about
