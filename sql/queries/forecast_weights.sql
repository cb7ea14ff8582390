-- forecast_weights: Metodernas vikter | Weights of the methods
-- sv:      Hur mycket varje metod väger i den sammanvägda prognosen, inlärt av hur de har träffat tidigare.
-- en:      What each method weighs in the blended forecast, learned from how close they have come before.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner
-- Reads:   model.current_runs, model.forecast_weights
-- Param:   resource String = "home_care_h" | Resurs: home_care_h, nurse_h, rehab_h, delegated_h, clients. | Resource: home_care_h, nurse_h,
--          rehab_h, delegated_h, clients.
-- Param:   level String = "total" | total (kommunen) eller area. | total (the municipality) or area.
-- Param:   horizon UInt16 = 12 | Månader framåt. | Months ahead.
-- Column:  method | Metod | Method
-- Column:  weight | Vikt | Weight | share
-- Column:  effective_origins | Vilar på prognoser | Rests on forecasts
SELECT method, weight, effective_origins
FROM model.forecast_weights
WHERE run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
    AND level = {level:String}
    AND resource = {resource:String}
    AND horizon_months = {horizon:UInt16}
ORDER BY weight DESC, method
