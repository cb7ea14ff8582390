-- forecast: Prognos | Forecast
-- sv:      Publicerad prognos månad för månad, med 80 % intervall. I fyra år av fem bör utfallet ligga mellan p10 och p90.
-- en:      Published forecast month by month, with an 80 % interval. In four years of five what comes should lie between p10 and p90.
-- Kind:    timeseries
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.areas, model.current_runs, model.forecasts
-- Param:   resource String = "home_care_h" | Resurs: home_care_h, nurse_h, rehab_h, delegated_h, clients. | Resource: home_care_h, nurse_h,
--          rehab_h, delegated_h, clients.
-- Param:   area String = "" | Område; tomt = kommunen. | Area; empty = the municipality. | areas
-- Param:   scenario String = "as_today" | Scenario. | Scenario. | scenarios_of_forecasts
-- Column:  month | Månad | Month
-- Column:  mean | Väntat | Expected
-- Column:  p10 | Lägre gräns (p10) | Lower end (p10)
-- Column:  p50 | Median | Median
-- Column:  p90 | Övre gräns (p90) | Upper end (p90)
SELECT
    forecasts.month AS month,
    forecasts.mean AS mean,
    forecasts.p10 AS p10,
    forecasts.p50 AS p50,
    forecasts.p90 AS p90
FROM model.forecasts AS forecasts
WHERE forecasts.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
    AND forecasts.scope_kind = 'area'
    AND forecasts.scope_id = if({area:String} = '', (SELECT any(whole.area_id) FROM core.areas AS whole WHERE whole.kind = 'municipality'), {area:String})
    AND $__areas(forecasts.scope_id)
    AND forecasts.resource = {resource:String}
    AND forecasts.scenario = {scenario:String}
    AND forecasts.driver = 'all'
    AND forecasts.method = if('blend' IN (SELECT published.method FROM model.forecasts AS published WHERE published.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')), 'blend', 'courses')
ORDER BY month
