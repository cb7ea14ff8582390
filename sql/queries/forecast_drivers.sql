-- forecast_drivers: Prognosens delar | The parts of the forecast
-- sv:      Vad dagens brukare har nu (at_origin), vad som ändras, tillkommer och försvinner, och summan (all). Målgrupper och urval har bara
--          dagens (existing) och nya (new).
-- en:      What clients have today (at_origin), what changes, comes and goes, and the sum (all). Target groups and selections have only those of
--          today (existing) and new ones (new).
-- Kind:    table
-- Roles:   leader, manager, analyst, planner
-- Reads:   core.areas, model.current_runs, model.forecasts, model.trends
-- Param:   resource String = "home_care_h" | Resurs: home_care_h, nurse_h, rehab_h, delegated_h, clients. | Resource: home_care_h, nurse_h,
--          rehab_h, delegated_h, clients.
-- Param:   scope_kind String = "area" | area, category eller selection. | area, category or selection.
-- Param:   scope_id String = "" | Vilket område, vilken målgrupp eller vilket urval; tomt = kommunen. | Which area, target group or selection;
--          empty = the municipality.
-- Param:   scenario String = "as_today" | Scenario. | Scenario. | scenarios_of_forecasts
-- Param:   horizon UInt16 = 12 | Månader framåt. | Months ahead.
-- Column:  month | Månad | Month
-- Column:  driver | Del | Part
-- Column:  mean | Väntat | Expected
-- Column:  share_of_all | Andel av hela | Share of the whole | share
WITH
(SELECT if({scope_id:String} = '', any(whole.area_id), {scope_id:String}) FROM core.areas AS whole WHERE whole.kind = 'municipality') AS wanted,
-- One row per category and selection with at least 10 clients: fewer could be told apart.
groups AS
(
    SELECT trends.scope_kind AS scope_kind, trends.scope_id AS scope_id, argMax(trends.n_clients, trends.month) AS n_clients
    FROM model.trends AS trends
    WHERE trends.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'trend') AND trends.scope_kind IN ('category', 'selection')
    GROUP BY scope_kind, scope_id
    HAVING n_clients >= 10
)
SELECT
    forecasts.month AS month,
    forecasts.driver AS driver,
    forecasts.mean AS mean,
    forecasts.mean / nullIf(maxIf(forecasts.mean, forecasts.driver = 'all') OVER (), 0) AS share_of_all
FROM model.forecasts AS forecasts
WHERE forecasts.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
    AND forecasts.scope_kind = {scope_kind:String}
    AND forecasts.scope_id = wanted
    AND forecasts.resource = {resource:String}
    AND forecasts.scenario = {scenario:String}
    AND forecasts.horizon_months = {horizon:UInt16}
    AND forecasts.method = 'blend'
    AND (
        forecasts.scope_kind = 'area' AND ($__areas(forecasts.scope_id) OR forecasts.scope_id IN (SELECT areas.area_id FROM core.areas AS areas WHERE areas.kind = 'municipality'))
        OR forecasts.scope_kind != 'area' AND (forecasts.scope_kind, forecasts.scope_id) IN (SELECT grouped.scope_kind, grouped.scope_id FROM groups AS grouped)
    )
ORDER BY driver = 'all' DESC, driver
