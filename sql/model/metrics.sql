-- model.metrics: how good a run is.
-- Grain:    one row per run, split, group and metric.
-- Keys:     run_id, split, group_name, group_value, metric.
-- Sources:  the fit and forecast jobs.
-- Load:     appended by jobs.
-- Sort key: read by run.
CREATE TABLE IF NOT EXISTS model.metrics
(
    run_id      UInt64                 COMMENT 'Run -> model.runs.run_id.',
    split       LowCardinality(String) COMMENT 'On what it was measured: test (later months and other persons), validation (cross-validation over persons) or baseline.',
    group_name  LowCardinality(String) COMMENT 'Group: all, sex, age_band, area, household, hours_band.',
    group_value LowCardinality(String) COMMENT 'Which of the group.',
    metric      LowCardinality(String) COMMENT 'Metric: auc, auprc, brier, log_loss, ece, calibration_slope, calibration_intercept, observed_expected, top_100_share, top_100_lift and so on.',
    value       Float64                COMMENT 'Value, in the metric''s own unit; shares in 0-1.',
    value_low   Nullable(Float64)      COMMENT 'Lower end of the 95 % interval, persons as clusters; NULL where not computed.',
    value_high  Nullable(Float64)      COMMENT 'Upper end of that interval.',
    n_rows      UInt64                 COMMENT 'Rows measured on.',
    n_events    UInt64                 COMMENT 'Rows with the outcome among them.'
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (run_id, split, group_name, group_value, metric)
COMMENT 'How good a run is, in long form.';
