-- model.audits: bias audit of runs: are the estimates as right for each group as for the others.
-- Grain:    one row per run, grouping, group and measure.
-- Keys:     run_id, group_name, group_value, measure.
-- Sources:  the fit job.
-- Load:     appended by jobs.
-- Access:   model.
-- Sort key: read by run.
-- Measured on the test: later months and other persons than the model had learned from. models/fairness and docs/models/audit.md say how.
CREATE TABLE IF NOT EXISTS model.audits
(
    run_id      UInt64                 COMMENT 'Run -> model.runs.run_id.',
    group_name  LowCardinality(String) COMMENT 'Grouping -> core.audit_limits.group_name.',
    group_value LowCardinality(String) COMMENT 'Group, which is compared with all others of the grouping.',
    measure     LowCardinality(String) COMMENT 'Measure -> core.audit_limits.measure; a ratio, or a difference of shares.',
    value       Nullable(Float64)      COMMENT 'What was measured; NULL where the group or the others are too few.',
    value_low   Nullable(Float64)      COMMENT 'Lower end of its own 95 % interval, persons as clusters.',
    value_high  Nullable(Float64)      COMMENT 'Upper end of that interval.',
    family_low  Nullable(Float64)      COMMENT 'Lower end of its interval among all comparisons of the run: they hold together in 95 of 100 runs; NULL without a limit.',
    family_high Nullable(Float64)      COMMENT 'Upper end of that interval.',
    limit_low   Nullable(Float64)      COMMENT 'Lowest value within the limit, as it was when the run was audited; NULL for none.',
    limit_high  Nullable(Float64)      COMMENT 'Highest value within the limit; NULL for none.',
    verdict     Enum8('passed' = 0, 'not_shown' = 1, 'failed' = 2, 'no_limit' = 3) COMMENT 'passed: the own interval lies within the limit; failed: the family interval lies beyond it; not_shown: too little is known to say either; no_limit: measured only.',
    n_rows      Nullable(UInt64)       COMMENT 'Rows of the group; NULL where it is too small to measure, so that few cannot be told.',
    n_clients   Nullable(UInt64)       COMMENT 'Clients of the group; NULL likewise.',
    n_events    Nullable(UInt64)       COMMENT 'Rows of the group with the outcome; NULL likewise, and for hours.'
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (run_id, group_name, group_value, measure)
COMMENT 'Bias audit of runs: are the estimates as right for each group as for the others.';
