-- forecast_scenarios: Scenarierna sida vid sida | The scenarios side by side
-- sv:      Väntad nivå månad för månad i varje scenario. Skillnaden mellan två scenarier är säkrare än nivån.
-- en:      Expected level month by month in each scenario. The difference between two scenarios is surer than the level.
-- Kind:    timeseries
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.areas, core.scenarios, model.current_runs, model.forecasts
-- Param:   resource String = "home_care_h" | Resurs. | Resource. | resources
-- Param:   area String = "" | Område; tomt = kommunen. | Area; empty = the municipality. | areas
-- Column:  month | Månad | Month
-- Column:  scenario | Scenario | Scenario
-- Column:  mean | Väntat | Expected
-- One row per scenario: its newest name.
WITH named AS
(
    SELECT scenario, argMax($__inLanguage(scenarios.name_sv, scenarios.name_en), scenarios.version) AS name
    FROM core.scenarios AS scenarios
    GROUP BY scenario
)
SELECT
    forecasts.month AS month,
    coalesce(nullIf(named.name, ''), toString(forecasts.scenario)) AS scenario,
    forecasts.mean AS mean
FROM model.forecasts AS forecasts
LEFT JOIN named ON forecasts.scenario = named.scenario
WHERE forecasts.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
    AND forecasts.scope_kind = 'area'
    AND forecasts.scope_id = if({area:String} = '', (SELECT any(whole.area_id) FROM core.areas AS whole WHERE whole.kind = 'municipality'), {area:String})
    AND $__areas(forecasts.scope_id)
    AND forecasts.resource = {resource:String}
    AND forecasts.driver = 'all'
    AND forecasts.method = if('blend' IN (SELECT published.method FROM model.forecasts AS published WHERE published.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')), 'blend', 'courses')
ORDER BY month, scenario
