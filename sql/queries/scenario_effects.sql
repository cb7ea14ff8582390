-- scenario_effects: Vad scenarierna ändrar | What the scenarios change
-- sv:      Skillnad mot scenariot som i dag, alla yrkesgrupper tillsammans, så många månader framåt.
-- en:      Difference from the scenario as today, all professions together, so many months ahead.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.areas, core.scenarios, mart.scenario_comparisons, model.current_runs, model.forecasts
-- Param:   area String = "" | Område; tomt = kommunen. | Area; empty = the municipality. | areas
-- Param:   horizon UInt16 = 12 | Månader framåt. | Months ahead.
-- Column:  scenario | Scenario, kod | Scenario, code
-- Column:  name | Scenario | Scenario
-- Column:  description | Vad det antar | What it supposes
-- Column:  month | Månad | Month
-- Column:  difference_h | Timmar hos brukare | Hours with clients | h
-- Column:  difference_fte | Årsarbetare | Full-time equivalents
-- Column:  difference_sek | Kronor per månad | SEK per month | sek
-- One row per scenario: its newest name.
WITH named AS
(
    SELECT
        scenario,
        argMax($__inLanguage(scenarios.name_sv, scenarios.name_en), scenarios.version) AS name,
        argMax($__inLanguage(scenarios.description_sv, scenarios.description_en), scenarios.version) AS description
    FROM core.scenarios AS scenarios
    GROUP BY scenario
)
SELECT
    compared.scenario AS scenario,
    coalesce(nullIf(any(named.name), ''), toString(compared.scenario)) AS name,
    any(named.description) AS description,
    any(compared.month) AS month,
    sum(compared.difference_h) AS difference_h,
    sum(compared.difference_fte) AS difference_fte,
    sum(compared.difference_sek) AS difference_sek
FROM mart.scenario_comparisons AS compared
LEFT JOIN named ON compared.scenario = named.scenario
WHERE compared.scenario != 'as_today'
    AND compared.area_id = if({area:String} = '', (SELECT any(whole.area_id) FROM core.areas AS whole WHERE whole.kind = 'municipality'), {area:String})
    AND $__areas(compared.area_id)
    AND compared.month IN (SELECT ahead.month FROM model.forecasts AS ahead WHERE ahead.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast') AND ahead.horizon_months = {horizon:UInt16})
GROUP BY scenario
ORDER BY difference_h, scenario
