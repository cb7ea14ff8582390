-- model.forecast_changes: why a forecast differs from the one before it.
-- Grain:    one row per as-of date, scope, resource, month and cause.
-- Keys:     as_of_date, scope_kind, scope_id, resource, month, cause.
-- Sources:  the forecast job.
-- Load:     appended by jobs.
-- Access:   aggregate.
-- Sort key: read by day, scope and resource.
CREATE TABLE IF NOT EXISTS model.forecast_changes
(
    as_of_date          Date                   COMMENT 'Day on which the newer forecast looks ahead.',
    previous_as_of_date Date                   COMMENT 'Day on which the one before it looked ahead.',
    scope_kind          LowCardinality(String) COMMENT 'area.',
    scope_id            LowCardinality(String) COMMENT 'Area -> core.areas.area_id; the municipality is an area too.',
    resource            LowCardinality(String) COMMENT 'Resource, as in model.forecasts.',
    month               Date                   COMMENT 'Month that both are of, its first day.',
    cause               LowCardinality(String) COMMENT 'data (what has come since), ended, housed, moved, changed and new (drivers that are seen otherwise now), method (weights of the methods), or total, their sum.',
    change              Float64                COMMENT 'Part of the change of the mean, hours in the month or persons.',
    sentence_sv         String                 COMMENT 'The same in words, Swedish.',
    sentence_en         String                 COMMENT 'The same in words, English.',
    run_id              UInt64                 COMMENT 'Run of the newer forecast -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY as_of_date
ORDER BY (as_of_date, scope_kind, scope_id, resource, month, cause)
COMMENT 'Why a forecast differs from the one before it; the causes add up.';
