-- model.calibration_curves: of those estimated at so much, how many it came to.
-- Grain:    one row per run, split, outcome and bin of estimates.
-- Keys:     run_id, split, class, bin.
-- Sources:  the fit job.
-- Load:     appended by jobs.
-- Access:   model.
-- Sort key: read by run.
CREATE TABLE IF NOT EXISTS model.calibration_curves
(
    run_id    UInt64                 COMMENT 'Run -> model.runs.run_id.',
    split     LowCardinality(String) COMMENT 'On what it was measured -> model.metrics.split.',
    class     LowCardinality(String) COMMENT 'Outcome -> model.terms.class.',
    bin       UInt8                  COMMENT 'Bin of estimates, 1 for the lowest; each holds as many rows.',
    lowest    Float64                COMMENT 'Lowest probability in the bin, 0-1.',
    highest   Float64                COMMENT 'Highest probability in the bin, 0-1.',
    predicted Float64                COMMENT 'Mean probability, 0-1.',
    observed  Float64                COMMENT 'Share with the outcome, 0-1.',
    n_rows    UInt64                 COMMENT 'Rows in the bin.'
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (run_id, split, class, bin)
COMMENT 'Calibration curves: of those estimated at so much, how many it came to.';
