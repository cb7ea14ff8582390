-- model_calibration: Kalibrering | Calibration
-- sv:      Av dem som fick så hög sannolikhet: hur många det hände. Punkterna bör ligga på linjen där de är lika.
-- en:      Of those given so high a probability: how many it came to. The points should lie where the two are equal.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, officer, service
-- Reads:   model.calibration_curves, model.current_runs
-- Param:   target String = "need_doubled" | Modellens mål. | The model's target. | model_targets
-- Column:  class | Utfall | Outcome
-- Column:  bin | Klass | Bin
-- Column:  predicted | Väntat | Predicted | share
-- Column:  observed | Utfall, andel | Observed | share
-- Column:  lowest | Från | From | share
-- Column:  highest | Till | To | share
-- Column:  n_rows | Rader | Rows
SELECT
    curves.class AS class,
    curves.bin AS bin,
    curves.predicted AS predicted,
    curves.observed AS observed,
    curves.lowest AS lowest,
    curves.highest AS highest,
    curves.n_rows AS n_rows
FROM model.calibration_curves AS curves
INNER JOIN model.current_runs AS runs ON curves.run_id = runs.run_id AND runs.model = 'risk' AND runs.target = {target:String}
WHERE curves.split = 'test'
ORDER BY class, bin
