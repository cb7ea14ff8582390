-- scenarios_of_forecasts: Scenarier | Scenarios
-- sv:      Scenarier som den visade prognosen har.
-- en:      Scenarios that the forecast that is shown has.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   model.current_runs, model.forecasts
-- Column:  text | Scenario | Scenario
-- Column:  value | Kod | Code
SELECT DISTINCT if(forecasts.scenario = 'as_today', $__inLanguage('Som i dag', 'As today'), toString(forecasts.scenario)) AS text, forecasts.scenario AS value
FROM model.forecasts AS forecasts
WHERE forecasts.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
ORDER BY value != 'as_today', value
