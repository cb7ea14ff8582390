-- forecast_quality: Hur långt prognosen håller | How far the forecast holds
-- sv:      Prognoser gjorda från tidigare månader mot det som kom, efter hur långt fram de såg. Felet delas med förra årets förändring: under 1 är
--          bättre än den. Av utfallen bör åtta av tio ligga i intervallet.
-- en:      Forecasts made from earlier months against what came, by how far they looked. The error is divided by the change of the year before: below
--          1 is better than that. Eight in ten outcomes should lie in the interval.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   model.current_runs, model.forecast_accuracy, model.forecasts
-- Param:   resource String = "home_care_h" | Resurs. | Resource. | resources
-- Column:  horizon_months | Månader framåt | Months ahead | months
-- Column:  mase | Prognosens fel (MASE) | Error of the forecast (MASE)
-- Column:  mase_naive | Samma månad i fjol (MASE) | Same month last year (MASE)
-- Column:  covered_share | I intervallet | In the interval | share
-- Column:  bias_share | Skevhet | Bias | share
SELECT
    tried.horizon_months AS horizon_months,
    avgIf(tried.scaled_error, tried.method != 'seasonal_naive') AS mase,
    avgOrNullIf(tried.scaled_error, tried.method = 'seasonal_naive') AS mase_naive,
    avgIf(tried.is_covered, tried.method != 'seasonal_naive') AS covered_share,
    sumIf(tried.forecast - tried.actual, tried.method != 'seasonal_naive') / nullIf(sumIf(tried.actual, tried.method != 'seasonal_naive'), 0) AS bias_share
FROM model.forecast_accuracy AS tried
WHERE tried.scope_kind = 'area' AND tried.scope_id != '' -- the few clients whom no area has are no series to judge by
    AND tried.resource = {resource:String}
    AND tried.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
    AND tried.method IN ('seasonal_naive', if('blend' IN (SELECT published.method FROM model.forecasts AS published WHERE published.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')), 'blend', 'courses'))
GROUP BY horizon_months
ORDER BY horizon_months
