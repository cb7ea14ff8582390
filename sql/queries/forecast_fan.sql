-- forecast_fan: Utfall och prognos | History and forecast
-- sv:      Det som varit, 36 månader bakåt, och prognosen med 80 % intervall, i en kurva. Utfallet är NULL framåt och prognosen bakåt.
-- en:      What has been, 36 months back, and the forecast with its 80 % interval, in one curve. The outcome is NULL ahead, the forecast
--          behind.
-- Kind:    timeseries
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.areas, mart.area_months, model.current_runs, model.forecasts
-- Param:   resource String = "home_care_h" | Resurs: home_care_h, nurse_h, rehab_h, delegated_h, clients. | Resource: home_care_h, nurse_h,
--          rehab_h, delegated_h, clients.
-- Param:   area String = "" | Område; tomt = kommunen. | Area; empty = the municipality. | areas
-- Param:   scenario String = "as_today" | Scenario. | Scenario. | scenarios_of_forecasts
-- Column:  month | Månad | Month
-- Column:  actual | Utfall | Outcome
-- Column:  mean | Väntat | Expected
-- Column:  p10 | Lägre gräns (p10) | Lower end (p10)
-- Column:  p90 | Övre gräns (p90) | Upper end (p90)
-- The area, or the municipality.
WITH (SELECT if({area:String} = '', any(whole.area_id), {area:String}) FROM core.areas AS whole WHERE whole.kind = 'municipality') AS wanted
SELECT month, actual, mean, p10, p90
FROM
(
    SELECT
        months.month AS month,
        CAST(multiIf(
            {resource:String} = 'home_care_h', months.home_care_granted_h,
            {resource:String} = 'nurse_h', months.nurse_h,
            {resource:String} = 'rehab_h', months.rehab_h,
            {resource:String} = 'delegated_h', months.delegated_h,
            {resource:String} = 'clients', months.n_home_care_clients + months.n_hsl_only_clients,
            NULL), 'Nullable(Float64)') AS actual,
        CAST(NULL, 'Nullable(Float64)') AS mean,
        CAST(NULL, 'Nullable(Float64)') AS p10,
        CAST(NULL, 'Nullable(Float64)') AS p90
    FROM mart.area_months AS months
    WHERE months.area_id = wanted
        AND $__areas(months.area_id)
        AND months.month > addMonths($__latestMonth, -36)
    UNION ALL
    SELECT forecasts.month AS month, NULL AS actual, forecasts.mean AS mean, forecasts.p10 AS p10, forecasts.p90 AS p90
    FROM model.forecasts AS forecasts
    WHERE forecasts.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
        AND forecasts.scope_kind = 'area'
        AND forecasts.scope_id = wanted
        AND $__areas(forecasts.scope_id)
        AND forecasts.resource = {resource:String}
        AND forecasts.scenario = {scenario:String}
        AND forecasts.driver = 'all'
        AND forecasts.method = if('blend' IN (SELECT published.method FROM model.forecasts AS published WHERE published.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')), 'blend', 'courses')
)
ORDER BY month
