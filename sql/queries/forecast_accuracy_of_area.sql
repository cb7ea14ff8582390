-- forecast_accuracy_of_area: Tidigare prognoser mot utfallet | Earlier forecasts against what came
-- sv:      Hur långt ifrån prognoser gjorda från tidigare månader hamnade, per metod och antal månader framåt. MASE är medelfelet delat med hur mycket
--          en månad brukar skilja sig från samma månad förra året; naive_mase är det för att upprepa förra årets värde.
-- en:      How far off forecasts made from earlier months were, by method and months ahead. MASE is the mean error divided by how much a month uses
--          to differ from the same month a year before; naive_mase is that of repeating last year's value.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner
-- Reads:   core.areas, mart.forecast_accuracies
-- Param:   resource String = "home_care_h" | Resurs: home_care_h, nurse_h, rehab_h, delegated_h, clients. | Resource: home_care_h, nurse_h,
--          rehab_h, delegated_h, clients.
-- Param:   area String = "" | Område; tomt = kommunen. | Area; empty = the municipality. | areas
-- Column:  method | Metod | Method
-- Column:  horizon_months | Månader framåt | Months ahead | months
-- Column:  n_origins | Prognoser | Forecasts
-- Column:  mase | MASE | MASE
-- Column:  naive_mase | MASE, fjolårets värde | MASE, last year's value
-- Column:  is_better | Bättre än fjolårets värde | Better than last year's value
-- Column:  mae | Medelfel | Mean error
-- Column:  bias_share | Skevhet | Bias | share
-- Column:  coverage_80 | Inom intervallet | Within the interval | share
WITH (SELECT if({area:String} = '', any(whole.area_id), {area:String}) FROM core.areas AS whole WHERE whole.kind = 'municipality') AS wanted
SELECT
    toString(judged.method) AS method,
    judged.horizon_months AS horizon_months,
    judged.n_origins AS n_origins,
    judged.mase AS mase,
    maxIf(judged.mase, judged.method = 'seasonal_naive') OVER (PARTITION BY judged.horizon_months) AS naive_mase,
    judged.mase < naive_mase AS is_better,
    judged.mae AS mae,
    judged.bias_share AS bias_share,
    judged.coverage_80 AS coverage_80
FROM mart.forecast_accuracies AS judged
WHERE judged.scope_kind = 'area'
    AND judged.scope_id = wanted
    AND ($__areas(judged.scope_id) OR judged.scope_id IN (SELECT areas.area_id FROM core.areas AS areas WHERE areas.kind = 'municipality'))
    AND judged.resource = {resource:String}
ORDER BY method = 'blend' DESC, method = 'seasonal_naive' DESC, method, horizon_months
