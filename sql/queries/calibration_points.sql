-- calibration_points: Beräknat och utfall | Estimated and came
-- sv:      Brukarna i tio lika stora grupper efter beräknad risk: medelrisken bredvid andelen som det hände. Staplarna bör vara lika höga.
-- en:      The clients in ten groups of the same size by estimated risk: the mean risk beside the share to whom it happened. The bars should be of
--          the same height.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, officer, service
-- Reads:   core.risk_targets, model.calibration_curves, model.current_runs
-- Param:   target String = "need_doubled" | Modellens mål. | The model's target. | model_targets
-- Column:  bin | Grupp | Group
-- Column:  predicted | Beräknat | Estimated | share
-- Column:  observed | Utfall | Came | share
-- Column:  n_rows | Rader | Rows
SELECT concat(toString(curves.bin), multiIf(curves.bin = 1, $__inLanguage(' (lägst)', ' (low)'), curves.bin = 10, $__inLanguage(' (högst)', ' (high)'), '')) AS bin, curves.predicted AS predicted, curves.observed AS observed, curves.n_rows AS n_rows
FROM model.calibration_curves AS curves
INNER JOIN model.current_runs AS runs ON curves.run_id = runs.run_id AND runs.model = 'risk' AND runs.target = {target:String}
INNER JOIN core.risk_targets AS targets ON curves.class = targets.class AND runs.target = targets.run_target
WHERE curves.split = 'test' AND targets.target = {target:String}
ORDER BY curves.bin
