-- forecast_by_area: Prognos per område | Forecast by area
-- sv:      Väntad nivå per område så många månader framåt, mot nivån nu. Områdenas intervall kan inte läggas ihop.
-- en:      Level expected by area so many months ahead, against the level now. The intervals of areas do not add up.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.areas, mart.area_months, model.current_runs, model.forecasts
-- Param:   resource String = "home_care_h" | Resurs: home_care_h, nurse_h, rehab_h, delegated_h, clients. | Resource: home_care_h, nurse_h,
--          rehab_h, delegated_h, clients.
-- Param:   scenario String = "as_today" | Scenario. | Scenario. | scenarios_of_forecasts
-- Param:   horizon UInt16 = 12 | Månader framåt. | Months ahead.
-- Column:  area_id | Kod | Code
-- Column:  area_name | Område | Area
-- Column:  month | Månad | Month
-- Column:  now | Nu | Now
-- Column:  mean | Väntat | Expected
-- Column:  p10 | Lägre gräns (p10) | Lower end (p10)
-- Column:  p90 | Övre gräns (p90) | Upper end (p90)
-- Column:  change_share | Förändring | Change | share
SELECT
    forecasts.scope_id AS area_id,
    areas.area_name AS area_name,
    forecasts.month AS month,
    CAST(multiIf(
        {resource:String} = 'home_care_h', months.home_care_granted_h,
        {resource:String} = 'nurse_h', months.nurse_h,
        {resource:String} = 'rehab_h', months.rehab_h,
        {resource:String} = 'delegated_h', months.delegated_h,
        {resource:String} = 'clients', months.n_home_care_clients + months.n_hsl_only_clients,
        NULL), 'Nullable(Float64)') AS now,
    forecasts.mean AS mean,
    forecasts.p10 AS p10,
    forecasts.p90 AS p90,
    forecasts.mean / nullIf(now, 0) - 1 AS change_share
FROM model.forecasts AS forecasts
INNER JOIN core.areas AS areas ON forecasts.scope_id = areas.area_id AND areas.kind = 'area'
LEFT JOIN mart.area_months AS months ON forecasts.scope_id = months.area_id AND months.month = $__latestMonth
WHERE forecasts.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
    AND forecasts.scope_kind = 'area'
    AND $__areas(forecasts.scope_id)
    AND forecasts.resource = {resource:String}
    AND forecasts.scenario = {scenario:String}
    AND forecasts.driver = 'all'
    AND forecasts.horizon_months = {horizon:UInt16}
    AND forecasts.method = if('blend' IN (SELECT published.method FROM model.forecasts AS published WHERE published.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')), 'blend', 'courses')
ORDER BY mean DESC, area_id
