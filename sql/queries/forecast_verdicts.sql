-- forecast_verdicts: Vilken metod som visas, och varför | Which method is shown, and why
-- sv:      Om den sammanvägda prognosen eller en enskild metod visas, per antal månader framåt, efter hur de har träffat tidigare.
-- en:      Whether the blended forecast or a single method is shown, by months ahead, by how close they have come before.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner
-- Reads:   model.current_runs, model.forecast_verdicts
-- Param:   resource String = "home_care_h" | Resurs: home_care_h, nurse_h, rehab_h, delegated_h, clients. | Resource: home_care_h, nurse_h,
--          rehab_h, delegated_h, clients.
-- Param:   level String = "total" | total (kommunen) eller area. | total (the municipality) or area.
-- Column:  horizon_from_months | Från | From | months
-- Column:  horizon_to_months | Till | To | months
-- Column:  method | Visas | Shown
-- Column:  best_method | Bäst hittills | Best so far
-- Column:  n_origins | Prognoser | Forecasts
-- Column:  sentence_sv | I ord | In Swedish
-- Column:  sentence_en | På engelska | In words
SELECT horizon_from_months, horizon_to_months, method, best_method, n_origins, sentence_sv, sentence_en
FROM model.forecast_verdicts
WHERE run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
    AND level = {level:String}
    AND resource = {resource:String}
ORDER BY horizon_from_months
