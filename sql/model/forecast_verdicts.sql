-- model.forecast_verdicts: which method is shown, by the municipality's own data.
-- Grain:    one row per run, level, resource and range of horizons.
-- Keys:     run_id, level, resource, horizon_from_months.
-- Sources:  the forecast job.
-- Load:     appended by jobs.
-- Access:   aggregate.
-- Sort key: read by run, level and resource.
CREATE TABLE IF NOT EXISTS model.forecast_verdicts
(
    run_id              UInt64                 COMMENT 'Run -> model.runs.run_id.',
    level               LowCardinality(String) COMMENT 'total (the municipality) or area.',
    resource            LowCardinality(String) COMMENT 'Resource, as in model.forecasts.',
    horizon_from_months UInt16                 COMMENT 'First month ahead.',
    horizon_to_months   UInt16                 COMMENT 'Last month ahead.',
    method              LowCardinality(String) COMMENT 'Method that is shown: blend, unless another was clearly better on the municipality''s own months.',
    best_method         LowCardinality(String) COMMENT 'Method with the least mean error on earlier origins.',
    loss                Float64                COMMENT 'Mean scaled absolute error of the blend on earlier origins.',
    best_loss           Float64                COMMENT 'The same of the best method.',
    difference_low      Float64                COMMENT 'Lower end of the 95 % interval of loss - best_loss.',
    difference_high     Float64                COMMENT 'Upper end of that interval.',
    n_origins           UInt16                 COMMENT 'Earlier origins that it rests on.',
    sentence_sv         String                 COMMENT 'The verdict in words, Swedish.',
    sentence_en         String                 COMMENT 'The verdict in words, English.'
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (level, resource, horizon_from_months)
COMMENT 'Which method is shown, and how sure it is that it is the better one.';
