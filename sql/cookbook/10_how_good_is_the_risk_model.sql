-- 10. Hur bra är riskmodellen? | How good is the risk model?
-- sv:     Den publicerade körningen på senare månader och på personer som den inte har sett, för alla och för grupper.
-- en:     The published run on later months and on persons that it has not seen, for all and for groups.
-- Group:  model
-- returns: group_name, group_value, n_rows, n_events, auc, auc_low, auc_high, calibration_slope, observed_expected
SELECT
    metrics.group_name AS group_name,
    metrics.group_value AS group_value,
    max(metrics.n_rows) AS n_rows,
    max(metrics.n_events) AS n_events,
    round(maxOrNullIf(metrics.value, metrics.metric = 'auc'), 3) AS auc,
    round(maxOrNullIf(metrics.value_low, metrics.metric = 'auc'), 3) AS auc_low,
    round(maxOrNullIf(metrics.value_high, metrics.metric = 'auc'), 3) AS auc_high,
    round(maxOrNullIf(metrics.value, metrics.metric = 'calibration_slope'), 2) AS calibration_slope,
    round(maxOrNullIf(metrics.value, metrics.metric = 'observed_expected'), 2) AS observed_expected
FROM model.metrics AS metrics
INNER JOIN model.current_runs AS runs ON metrics.run_id = runs.run_id AND runs.model = 'risk' AND runs.target = 'need_doubled'
WHERE metrics.split = 'test' AND metrics.group_name != 'outcome'
GROUP BY group_name, group_value
ORDER BY group_name = 'all' DESC, group_name, group_value
