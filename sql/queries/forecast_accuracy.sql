-- forecast_accuracy: Hur rätt prognoserna haft | How right forecasts have been
-- sv:      Prognoser gjorda från tidigare månader mot det som kom. MASE under 1 är bättre än att upprepa förra årets förändring; täckningen
--          bör vara nära 0,8.
-- en:      Forecasts made from earlier months against what came. MASE under 1 is better than repeating last year's change; coverage should
--          be near 0.8.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   model.current_runs, model.forecast_accuracy
-- Column:  resource | Resurs | Resource
-- Column:  method | Metod | Method
-- Column:  horizon_months | Månader framåt | Months ahead | months
-- Column:  n_origins | Prognoser | Forecasts
-- Column:  mase | MASE | MASE
-- Column:  covered_share | Täckning | Coverage | share
-- Column:  bias_share | Skevhet | Bias | share
SELECT
    resource,
    method,
    horizon_months,
    uniqExact(origin) AS n_origins,
    avg(scaled_error) AS mase,
    avg(is_covered) AS covered_share,
    sum(forecast - actual) / nullIf(sum(actual), 0) AS bias_share
FROM model.forecast_accuracy
WHERE scope_kind = 'area' AND scope_id != '' -- the few clients whom no area has are no series to judge by
    AND run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
GROUP BY resource, method, horizon_months
ORDER BY resource, horizon_months, method
