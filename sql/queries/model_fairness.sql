-- model_fairness: Ett mått, grupp för grupp | One measure, group by group
-- sv:      Modellens mått för varje grupp med 95 % intervall, på senare månader och andra personer än den lärde sig av. Grupper med färre än
--          30 rader visas inte.
-- en:      The model's measure for each group with its 95 % interval, on later months and other persons. Groups of fewer than 30 rows are not
--          shown.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, officer, service
-- Reads:   core.areas, model.current_runs, model.metrics
-- Param:   target String = "need_doubled" | Modellens mål. | The model's target. | model_targets
-- Param:   metric String = "observed_expected" | Mått: auc, brier, calibration_slope eller observed_expected. | Measure: one of the same.
-- Param:   group String = "sex" | Grupper: sex, age_band, area, household eller hours_band. | Groups: one of the same.
-- Column:  group_value | Grupp, kod | Group, code
-- Column:  group_title | Grupp | Group
-- Column:  value | Värde | Value
-- Column:  value_low | Lägre gräns | Lower end
-- Column:  value_high | Övre gräns | Upper end
-- Column:  n_rows | Rader | Rows
-- Column:  n_events | Händelser | Events
SELECT
    metrics.group_value AS group_value,
    multiIf(
        metrics.group_name = 'area', coalesce(nullIf(areas.area_name, ''), toString(metrics.group_value)),
        transform(toString(metrics.group_value), ['female', 'male', 'single', 'not_single', '90 and over', 'unknown', ''], $__inLanguage(['Kvinnor', 'Män', 'Ensamboende', 'Inte ensamboende', '90 och äldre', 'Okänt', 'Okänt'], ['Women', 'Men', 'Living alone', 'Not living alone', '90 and over', 'Unknown', 'Unknown']), toString(metrics.group_value))) AS group_title,
    metrics.value AS value,
    metrics.value_low AS value_low,
    metrics.value_high AS value_high,
    metrics.n_rows AS n_rows,
    metrics.n_events AS n_events
FROM model.metrics AS metrics
INNER JOIN model.current_runs AS runs ON metrics.run_id = runs.run_id AND runs.model = 'risk' AND runs.target = {target:String}
LEFT JOIN core.areas AS areas ON metrics.group_value = areas.area_id
WHERE metrics.split = 'test'
    AND metrics.group_name = {group:String}
    AND metrics.metric = {metric:String}
    AND metrics.n_rows >= 30
ORDER BY group_value
