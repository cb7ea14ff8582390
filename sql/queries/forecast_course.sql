-- forecast_course: Utfall, trend och prognos | History, trend and forecast
-- sv:      Det som varit med trendens nivå, brytpunkter och månader som inte levererats, och prognosen med 80 % intervall. I ett scenario visas
--          också prognosen som i dag. Där en enskild metod tydligt har träffat bättre på kommunens egna månader är det den som visas
--          (shown_method).
-- en:      What has been, with the trend's level, its change points and months that were not delivered, and the forecast with its 80 % interval.
--          In a scenario the forecast as today is there too. Where a single method has clearly been better on the municipality's own months, it is
--          the one that is shown (shown_method).
-- Kind:    table
-- Roles:   leader, manager, analyst, planner
-- Reads:   core.areas, model.current_runs, model.forecast_verdicts, model.forecasts, model.trends
-- Param:   resource String = "home_care_h" | Resurs: home_care_h, nurse_h, rehab_h, delegated_h, clients. | Resource: home_care_h, nurse_h,
--          rehab_h, delegated_h, clients.
-- Param:   scope_kind String = "area" | area, category eller selection. | area, category or selection.
-- Param:   scope_id String = "" | Vilket område, vilken målgrupp eller vilket urval; tomt = kommunen. | Which area, target group or selection;
--          empty = the municipality.
-- Param:   scenario String = "as_today" | Scenario. | Scenario. | scenarios_of_forecasts
-- Param:   history UInt16 = 36 | Månader bakåt. | Months back.
-- Column:  month | Månad | Month
-- Column:  actual | Utfall | Outcome
-- Column:  is_missing | Inte levererad | Not delivered
-- Column:  trend_level | Trend | Trend
-- Column:  change_kind | Brytpunkt | Change point
-- Column:  is_odd | Avvikande månad | Odd month
-- Column:  mean | Väntat | Expected
-- Column:  p10 | Lägre gräns (p10) | Lower end (p10)
-- Column:  p90 | Övre gräns (p90) | Upper end (p90)
-- Column:  today_mean | Väntat som i dag | Expected as today
-- Column:  shown_method | Metod | Method
WITH
-- The area, group or selection, or the municipality.
(SELECT if({scope_id:String} = '', any(whole.area_id), {scope_id:String}) FROM core.areas AS whole WHERE whole.kind = 'municipality') AS wanted,
-- One row per category and selection with at least 10 clients: fewer could be told apart.
groups AS
(
    SELECT trends.scope_kind AS scope_kind, trends.scope_id AS scope_id, argMax(trends.n_clients, trends.month) AS n_clients
    FROM model.trends AS trends
    WHERE trends.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'trend') AND trends.scope_kind IN ('category', 'selection')
    GROUP BY scope_kind, scope_id
    HAVING n_clients >= 10
),
-- One row per month ahead: the method that the published forecast is made by.
verdicts AS
(
    SELECT arrayJoin(range(judged.horizon_from_months, judged.horizon_to_months + 1)) AS horizon_months, any(toString(judged.method)) AS method
    FROM model.forecast_verdicts AS judged
    WHERE judged.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
        AND judged.resource = {resource:String}
        AND judged.level = if(wanted IN (SELECT areas.area_id FROM core.areas AS areas WHERE areas.kind = 'municipality'), 'total', 'area')
        AND {scope_kind:String} = 'area'
    GROUP BY horizon_months
),
-- One row per month and scenario of the published forecast.
ahead AS
(
    SELECT
        forecasts.month AS month,
        toString(forecasts.scenario) AS scenario,
        forecasts.mean AS mean,
        forecasts.p10 AS p10,
        forecasts.p90 AS p90,
        ifNull(verdicts.method, 'blend') AS verdict
    FROM model.forecasts AS forecasts
    LEFT JOIN verdicts ON toUInt64(forecasts.horizon_months) = toUInt64(verdicts.horizon_months)
    WHERE forecasts.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
        AND forecasts.scope_kind = {scope_kind:String}
        AND forecasts.scope_id = wanted
        AND forecasts.resource = {resource:String}
        AND forecasts.driver = 'all'
        AND forecasts.method = 'blend'
        AND forecasts.scenario IN ({scenario:String}, 'as_today')
        AND (
        forecasts.scope_kind = 'area' AND ($__areas(forecasts.scope_id) OR forecasts.scope_id IN (SELECT areas.area_id FROM core.areas AS areas WHERE areas.kind = 'municipality'))
        OR forecasts.scope_kind != 'area' AND (forecasts.scope_kind, forecasts.scope_id) IN (SELECT grouped.scope_kind, grouped.scope_id FROM groups AS grouped)
    )
),
-- One row per month that has been or is forecast, or two where both are.
parts AS
(
    SELECT
        trends.month AS month,
        trends.value AS actual,
        isNull(trends.value) AS is_missing,
        trends.level AS trend_level,
        toString(trends.change_kind) AS change_kind,
        trends.is_odd AS is_odd,
        CAST(NULL, 'Nullable(Float64)') AS mean,
        CAST(NULL, 'Nullable(Float64)') AS p10,
        CAST(NULL, 'Nullable(Float64)') AS p90,
        CAST(NULL, 'Nullable(Float64)') AS today_mean,
        '' AS shown_method
    FROM model.trends AS trends
    WHERE trends.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'trend')
        AND trends.scope_kind = {scope_kind:String}
        AND trends.scope_id = wanted
        AND trends.resource = {resource:String}
        AND trends.month > (SELECT addMonths(max(newest.month), -{history:UInt16}) FROM model.trends AS newest WHERE newest.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'trend'))
        AND (
        trends.scope_kind = 'area' AND ($__areas(trends.scope_id) OR trends.scope_id IN (SELECT areas.area_id FROM core.areas AS areas WHERE areas.kind = 'municipality'))
        OR trends.scope_kind != 'area' AND (trends.scope_kind, trends.scope_id) IN (SELECT grouped.scope_kind, grouped.scope_id FROM groups AS grouped)
    )
    UNION ALL
    SELECT
        ahead.month AS month,
        NULL AS actual,
        false AS is_missing,
        NULL AS trend_level,
        '' AS change_kind,
        false AS is_odd,
        ahead.mean AS mean,
        ahead.p10 AS p10,
        ahead.p90 AS p90,
        NULL AS today_mean,
        ahead.verdict AS shown_method
    FROM ahead
    WHERE ahead.scenario = {scenario:String}
    UNION ALL
    SELECT ahead.month AS month, NULL, false, NULL, '', false, NULL, NULL, NULL, ahead.mean AS today_mean, '' AS shown_method
    FROM ahead
    WHERE ahead.scenario = 'as_today' AND {scenario:String} != 'as_today'
)
SELECT
    parts.month AS month,
    max(parts.actual) AS actual,
    max(parts.is_missing) AS is_missing,
    max(parts.trend_level) AS trend_level,
    max(parts.change_kind) AS change_kind,
    max(parts.is_odd) AS is_odd,
    max(parts.mean) AS mean,
    max(parts.p10) AS p10,
    max(parts.p90) AS p90,
    max(parts.today_mean) AS today_mean,
    max(parts.shown_method) AS shown_method
FROM parts
GROUP BY month
ORDER BY month
