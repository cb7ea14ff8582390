-- model.metrics: how good a run is.
-- Grain:    one row per run, split, group and metric.
-- Keys:     run_id, split, group_name, group_value, metric.
-- Sources:  the fit and forecast jobs.
-- Load:     appended by jobs.
-- Access:   model.
-- Sort key: read by run.
CREATE TABLE IF NOT EXISTS model.metrics
(
    run_id      UInt64                 COMMENT 'Run -> model.runs.run_id.',
    split       LowCardinality(String) COMMENT 'On what it was measured, always by a model that learned from earlier months only: test (later months and other persons), newest (everybody at the newest month that was followed; for the first 100 of one list) baseline (a regression on age, hours and actions only, on the test rows) or persistence (the ranking by how much the hours have grown; for expected hours, that they stay what they are).',
    group_name  LowCardinality(String) COMMENT 'Group: all, sex, age_band, area, household, hours_band; outcome for the other outcomes of the model.',
    group_value LowCardinality(String) COMMENT 'Which of the group.',
    metric      LowCardinality(String) COMMENT 'Metric: auc, auprc, brier, log_loss, ece, calibration_slope, calibration_intercept, observed_expected, captured_100 (share of the events among the 100 with the highest estimates), precision_100, lift_100 and so on.',
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
