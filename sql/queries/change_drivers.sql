-- change_drivers: Vad som driver förändringen | What drives the change
-- sv:      Prognosens delar: dagens brukare, nya, och det som försvinner när brukare avslutas eller flyttar till särskilt boende. Delarna,
--          utom existing, läggs ihop till all.
-- en:      The parts of the forecast: clients of today, new ones, and what is lost when clients leave or move to special housing.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.areas, model.current_runs, model.forecasts
-- Param:   resource String = "home_care_h" | Resurs: home_care_h, nurse_h, rehab_h, delegated_h, clients. | Resource: home_care_h, nurse_h,
--          rehab_h, delegated_h, clients.
-- Param:   area String = "" | Område; tomt = kommunen. | Area; empty = the municipality. | areas
-- Param:   scenario String = "as_today" | Scenario. | Scenario. | scenarios_of_forecasts
-- Param:   horizon UInt16 = 12 | Månader framåt. | Months ahead.
-- Param:   drivers Array(String) = [] | Delar; tomt = alla. | Parts; empty = all.
-- Column:  month | Månad | Month
-- Column:  driver | Del | Part
-- Column:  mean | Väntat | Expected
-- Column:  p10 | Lägre gräns (p10) | Lower end (p10)
-- Column:  p90 | Övre gräns (p90) | Upper end (p90)
-- Column:  share_of_all | Andel av hela | Share of the whole | share
SELECT
    parts.month AS month,
    parts.driver AS driver,
    parts.mean AS mean,
    parts.p10 AS p10,
    parts.p90 AS p90,
    parts.share_of_all AS share_of_all
FROM
(
    SELECT
        forecasts.month AS month,
        forecasts.driver AS driver,
        forecasts.mean AS mean,
        forecasts.p10 AS p10,
        forecasts.p90 AS p90,
        forecasts.mean / nullIf(maxIf(forecasts.mean, forecasts.driver = 'all') OVER (), 0) AS share_of_all
    FROM model.forecasts AS forecasts
    WHERE forecasts.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
        AND forecasts.scope_kind = 'area'
        AND forecasts.scope_id = if({area:String} = '', (SELECT any(whole.area_id) FROM core.areas AS whole WHERE whole.kind = 'municipality'), {area:String})
        AND $__areas(forecasts.scope_id)
        AND forecasts.resource = {resource:String}
        AND forecasts.scenario = {scenario:String}
        AND forecasts.horizon_months = {horizon:UInt16}
        AND forecasts.method = if('blend' IN (SELECT published.method FROM model.forecasts AS published WHERE published.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')), 'blend', 'courses')
) AS parts
WHERE $__conditionalAll(toString(parts.driver) IN ({drivers:Array(String)}), drivers)
ORDER BY driver = 'all' DESC, driver
