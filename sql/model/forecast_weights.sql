-- model.forecast_weights: what each method weighs in the published forecast.
-- Grain:    one row per run, level, resource, horizon and method.
-- Keys:     run_id, level, resource, horizon_months, method.
-- Sources:  the forecast job.
-- Load:     appended by jobs.
-- Access:   aggregate.
-- Sort key: read by run, level and resource.
CREATE TABLE IF NOT EXISTS model.forecast_weights
(
    run_id            UInt64                 COMMENT 'Run -> model.runs.run_id.',
    level             LowCardinality(String) COMMENT 'total (the municipality) or area.',
    resource          LowCardinality(String) COMMENT 'Resource, as in model.forecasts.',
    horizon_months    UInt16                 COMMENT 'Months ahead.',
    method            LowCardinality(String) COMMENT 'Method, as in model.forecasts.',
    weight            Float64                COMMENT 'Its share of the blend, 0-1; the shares add up to 1.',
    effective_origins Float64                COMMENT 'Number of earlier origins that the weight rests on, overlapping ones counted in part.'
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (level, resource, horizon_months, method)
COMMENT 'Weights of the methods in the published forecast, learned on rolling origins.';
