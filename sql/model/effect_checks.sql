-- model.effect_checks: attempts to prove the estimates of interventions wrong.
-- Grain:    one row per run and check.
-- Keys:     run_id, check_kind.
-- Sources:  the potential job.
-- Load:     appended by jobs.
-- Access:   model.
-- Sort key: read by run.
CREATE TABLE IF NOT EXISTS model.effect_checks
(
    run_id        UInt64                                          COMMENT 'Run -> model.runs.run_id.',
    kind          LowCardinality(String)                          COMMENT 'Kind of intervention -> core.intervention_kinds.kind.',
    check_kind    LowCardinality(String)                          COMMENT 'enough (starts to judge on), balance, overlap, pre_trend, start_month, placebo_start, placebo_permuted, negative_control or e_value; of persons: blp_slope, autoc, qini and quintile_fits.',
    purpose       Enum8('warning' = 0, 'individual' = 1)          COMMENT 'warning: a failed one is shown with every number; individual: all must pass before estimates are shown for persons.',
    estimate      Nullable(Float64)                               COMMENT 'What was found: starts (enough), standard deviations (balance), share (overlap), hours per month (pre_trend, start_month, placebo_start, negative_control, placebo_permuted), risk ratio (e_value), p (blp_slope), hours per month (autoc, qini: lower end), fifths that agree (quintile_fits); NULL where there are too few to check on.',
    estimate_low  Nullable(Float64)                               COMMENT 'Lower end of its 95 % interval; NULL where it has none.',
    estimate_high Nullable(Float64)                               COMMENT 'Upper end of that interval.',
    check_limit   Nullable(Float64)                               COMMENT 'What it was held against; NULL where there are too few.',
    is_passed     Bool                                            COMMENT 'Nothing was found that speaks against the estimate.',
    text_sv       String                                          COMMENT 'What it says, Swedish; a warning where it failed.',
    text_en       String                                          COMMENT 'What it says, English; a warning where it failed.'
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (run_id, check_kind)
COMMENT 'Attempts to prove the estimates of interventions wrong, run each time.';
