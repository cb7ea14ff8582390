-- model.terms: terms of fitted models.
-- Grain:    one row per run, term and bin.
-- Keys:     run_id, term, bin.
-- Sources:  the fit job.
-- Load:     appended by jobs.
-- Sort key: read by run.
CREATE TABLE IF NOT EXISTS model.terms
(
    run_id              UInt64                 COMMENT 'Run -> model.runs.run_id.',
    term                LowCardinality(String) COMMENT 'Term: a feature of mart.risk_features, or intercept.',
    bin                 UInt16                 COMMENT 'Bin of the term; 0 for terms that enter linearly.',
    bin_from            Nullable(Float64)      COMMENT 'Lower edge of the bin, in the feature''s unit; NULL for linear terms.',
    coefficient         Float64                COMMENT 'Log-odds per unit of the feature (linear), or of the bin.',
    standard_error      Nullable(Float64)      COMMENT 'Standard error, persons as clusters; NULL for the intercept''s parts that have none.',
    center              Float64                COMMENT 'Mean of the feature in training: contributions are measured from it.',
    scale               Float64                COMMENT 'Standard deviation of the feature in training.',
    missing_value       Float64                COMMENT 'Value that stands in for a missing one: the mean in training.',
    missing_coefficient Float64                COMMENT 'Log-odds added where the feature is missing; 0 where it never was.'
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (run_id, term, bin)
COMMENT 'Terms of fitted models: the model itself.';
