-- model_card_calibration: Kalibrering av en körning | Calibration of a run
-- sv:      Av dem som skattades till så mycket, hur många fick utfallet. Lika är rätt.
-- en:      Of those estimated at so much, how many had the outcome. Equal is right.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, officer, service
-- Reads:   core.card_labels, model.calibration_curves, model.run_states
-- Param:   model String = "risk" | Modell | Model
-- Param:   target String = "need_doubled" | Mål | Target
-- Param:   run String = "" | Körning; tom för den som visas. | Run; empty for the one that is shown. | model_card_choices
-- Column:  class | Utfall, kod | Outcome code
-- Column:  class_sv | Utfall | Outcome (Swedish)
-- Column:  class_en | Utfall (engelska) | Outcome
-- Column:  bin | Tiondel | Tenth
-- Column:  predicted | Uppskattat | Estimated | share
-- Column:  observed | Kom | Came | share
-- Column:  n_rows | Rader | Rows
SELECT
    curves.class AS class,
    ifNull(names.title_sv, toString(curves.class)) AS class_sv,
    ifNull(names.title_en, toString(curves.class)) AS class_en,
    curves.bin AS bin,
    curves.predicted AS predicted,
    curves.observed AS observed,
    curves.n_rows AS n_rows
FROM model.calibration_curves AS curves
LEFT JOIN (SELECT code, title_sv, title_en FROM core.card_labels WHERE kind = 'group') AS names ON curves.class = names.code
WHERE curves.split = 'test' AND curves.run_id IN (
    SELECT states.run_id
    FROM model.run_states AS states
    WHERE if({run:String} = '', states.state = 'shown' AND states.model = {model:String} AND states.target = {target:String}, toString(states.run_id) = {run:String}))
ORDER BY curves.class, curves.bin
