-- model_metrics: Hur bra modellen är, och för vem | How good the model is, and for whom
-- sv:      Mått på senare månader och andra personer än den lärde sig av, för alla och per grupp. En grupp långt från 1 i utfall av väntat
--          behandlas fel.
-- en:      Metrics on later months and other persons than it learned from, for all and by group. A group far from 1 in observed of expected
--          is treated wrongly.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, officer, service
-- Reads:   model.current_runs, model.metrics
-- Param:   target String = "need_doubled" | Modellens mål. | The model's target. | model_targets
-- Column:  group_name | Grupp | Group
-- Column:  group_value | Värde | Value
-- Column:  n_rows | Rader | Rows
-- Column:  n_events | Händelser | Events
-- Column:  auc | AUC | AUC
-- Column:  auc_low | AUC, lägre gräns | AUC, lower end
-- Column:  auc_high | AUC, övre gräns | AUC, upper end
-- Column:  brier | Brier | Brier
-- Column:  calibration_slope | Kalibrering, lutning | Calibration slope
-- Column:  observed_expected | Utfall av väntat | Observed of expected
SELECT
    metrics.group_name AS group_name,
    metrics.group_value AS group_value,
    max(metrics.n_rows) AS n_rows,
    max(metrics.n_events) AS n_events,
    maxOrNullIf(metrics.value, metrics.metric = 'auc') AS auc,
    maxOrNullIf(metrics.value_low, metrics.metric = 'auc') AS auc_low,
    maxOrNullIf(metrics.value_high, metrics.metric = 'auc') AS auc_high,
    maxOrNullIf(metrics.value, metrics.metric = 'brier') AS brier,
    maxOrNullIf(metrics.value, metrics.metric = 'calibration_slope') AS calibration_slope,
    maxOrNullIf(metrics.value, metrics.metric = 'observed_expected') AS observed_expected
FROM model.metrics AS metrics
INNER JOIN model.current_runs AS runs ON metrics.run_id = runs.run_id AND runs.model = 'risk' AND runs.target = {target:String}
WHERE metrics.split = 'test' AND metrics.group_name != 'outcome'
GROUP BY group_name, group_value
ORDER BY group_name = 'all' DESC, group_name, group_value
