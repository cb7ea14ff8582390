-- scenario_years: Scenarierna per budgetår | The scenarios by budget year
-- sv:      Skillnaden mot som i dag per kalenderår. Första och sista året kan ha färre än tolv månader.
-- en:      The difference from as today by calendar year. The first and last year may have fewer than twelve months.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner
-- Reads:   core.areas, mart.scenario_comparisons
-- Param:   area String = "" | Område; tomt = kommunen. | Area; empty = the municipality. | areas
-- Column:  scenario | Scenario | Scenario
-- Column:  year | År | Year
-- Column:  n_months | Månader | Months | months
-- Column:  difference_h | Skillnad i timmar | Difference in hours | h
-- Column:  difference_fte | Skillnad i årsarbetare | Difference in full-time equivalents
-- Column:  difference_sek | Skillnad i kronor | Difference in SEK | sek
WITH (SELECT if({area:String} = '', any(whole.area_id), {area:String}) FROM core.areas AS whole WHERE whole.kind = 'municipality') AS wanted
SELECT
    toString(comparisons.scenario) AS scenario,
    toYear(comparisons.month) AS year,
    uniqExact(comparisons.month) AS n_months,
    sum(comparisons.difference_h) AS difference_h,
    sum(comparisons.difference_fte) / n_months AS difference_fte,
    sumOrNull(comparisons.difference_sek) AS difference_sek
FROM mart.scenario_comparisons AS comparisons
WHERE comparisons.area_id = wanted
    AND ($__areas(comparisons.area_id) OR comparisons.area_id IN (SELECT areas.area_id FROM core.areas AS areas WHERE areas.kind = 'municipality'))
GROUP BY scenario, year
ORDER BY scenario != 'as_today', scenario, year
