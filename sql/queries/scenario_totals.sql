-- scenario_totals: Scenarierna jämförda | The scenarios compared
-- sv:      Vad varje scenario tar de närmaste månaderna tillsammans: timmar hos brukare, årsarbetare i snitt och kronor, och skillnaden mot som i
--          dag. Förebyggande arbete och nya platser kostar själva; det är inte med.
-- en:      What each scenario takes in the months ahead together: hours with clients, full-time equivalents on average and SEK, and the difference
--          from as today. What prevention and places cost themselves is not in it.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner
-- Reads:   core.areas, mart.scenario_comparisons, model.current_runs, model.forecasts
-- Param:   area String = "" | Område; tomt = kommunen. | Area; empty = the municipality. | areas
-- Param:   months UInt16 = 12 | Så många månader från den första. | So many months from the first.
-- Param:   professions Array(String) = [] | Yrkesgrupper; tomt = alla. | Professions; empty = all.
-- Column:  scenario | Scenario | Scenario
-- Column:  n_months | Månader | Months | months
-- Column:  client_h | Timmar hos brukare | Hours with clients | h
-- Column:  needed_fte | Årsarbetare | Full-time equivalents
-- Column:  cost_sek | Kostnad | Cost | sek
-- Column:  difference_h | Skillnad i timmar | Difference in hours | h
-- Column:  difference_share | Skillnad | Difference | share
-- Column:  difference_fte | Skillnad i årsarbetare | Difference in full-time equivalents
-- Column:  difference_sek | Skillnad i kronor | Difference in SEK | sek
WITH (SELECT if({area:String} = '', any(whole.area_id), {area:String}) FROM core.areas AS whole WHERE whole.kind = 'municipality') AS wanted
SELECT
    toString(comparisons.scenario) AS scenario,
    uniqExact(comparisons.month) AS n_months,
    sum(comparisons.client_h) AS client_h,
    sum(comparisons.needed_fte) / n_months AS needed_fte,
    sumOrNull(comparisons.cost_sek) AS cost_sek,
    sum(comparisons.difference_h) AS difference_h,
    difference_h / nullIf(client_h - difference_h, 0) AS difference_share,
    sum(comparisons.difference_fte) / n_months AS difference_fte,
    sumOrNull(comparisons.difference_sek) AS difference_sek
FROM mart.scenario_comparisons AS comparisons
WHERE comparisons.area_id = wanted
    AND ($__areas(comparisons.area_id) OR comparisons.area_id IN (SELECT areas.area_id FROM core.areas AS areas WHERE areas.kind = 'municipality'))
    AND $__conditionalAll(comparisons.profession IN ({professions:Array(String)}), professions)
    AND comparisons.month < addMonths((SELECT min(first.month) FROM model.forecasts AS first WHERE first.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')), {months:UInt16})
GROUP BY scenario
ORDER BY scenario != 'as_today', difference_h, scenario
