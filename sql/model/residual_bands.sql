-- model.residual_bands: how far what came lay from what was expected.
-- Grain:    one row per run and band of expected hours.
-- Keys:     run_id, expected_from_h.
-- Sources:  the fit job.
-- Load:     appended by jobs.
-- Access:   model.
-- Sort key: read by run.
CREATE TABLE IF NOT EXISTS model.residual_bands
(
    run_id          UInt64  COMMENT 'Run -> model.runs.run_id, of the model hours.',
    expected_from_h Float64 COMMENT 'The band begins at this many expected hours per month.',
    ratio_p10       Float64 COMMENT '10th percentile of hours that came / hours expected, on persons and months that the model had not learned from.',
    ratio_p50       Float64 COMMENT 'Median of that ratio.',
    ratio_p90       Float64 COMMENT '90th percentile of that ratio.',
    n_rows          UInt64  COMMENT 'Rows that it rests on.'
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (run_id, expected_from_h)
COMMENT 'How far what came lay from what was expected: the intervals of expected hours.';
