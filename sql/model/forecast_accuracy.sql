-- model.forecast_accuracy: accuracy of forecasts made from earlier months.
-- Grain:    one row per run, origin, horizon, scope, resource and method.
-- Keys:     run_id, origin, horizon_months, scope_kind, scope_id, resource, method.
-- Sources:  the forecast job.
-- Load:     appended by jobs.
-- Access:   aggregate.
-- Sort key: read by method and resource.
CREATE TABLE IF NOT EXISTS model.forecast_accuracy
(
    origin         Date                   COMMENT 'Last month that the forecast knew, its first day.',
    horizon_months UInt16                 COMMENT 'Months ahead.',
    scope_kind     LowCardinality(String) COMMENT 'area, category or selection.',
    scope_id       LowCardinality(String) COMMENT 'Which; the municipality is an area too.',
    resource       LowCardinality(String) COMMENT 'Resource, as in model.forecasts.',
    method         LowCardinality(String) COMMENT 'Method, as in model.forecasts; the blend with the weights that were known at the origin.',
    forecast       Float64                COMMENT 'Mean forecast, hours in the month or persons.',
    p10            Float64                COMMENT '10th percentile.',
    p90            Float64                COMMENT '90th percentile.',
    actual         Float64                COMMENT 'What came.',
    scaled_error   Float64                COMMENT '|actual - forecast| / mean absolute seasonal difference before the origin; its mean over origins is MASE.',
    crps           Float64                COMMENT 'Continuous ranked probability score, same unit as the forecast.',
    is_covered     Bool                   COMMENT 'What came lies between p10 and p90.',
    run_id         UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (method, resource, scope_kind, scope_id, horizon_months, origin)
COMMENT 'Accuracy of forecasts made from earlier months (rolling origins).';
