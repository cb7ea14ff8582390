-- model.trend_summaries: where things are going now, in a sentence.
-- Grain:    one row per as-of date, scope and resource.
-- Keys:     as_of_date, scope_kind, scope_id, resource.
-- Sources:  the trends job.
-- Load:     appended by jobs.
-- Access:   aggregate.
-- Sort key: read by scope and resource; the job replaces its partition.
CREATE TABLE IF NOT EXISTS model.trend_summaries
(
    as_of_date      Date                   COMMENT 'Day on which it was measured.',
    scope_kind      LowCardinality(String) COMMENT 'area, category or selection.',
    scope_id        LowCardinality(String) COMMENT 'Which; the municipality is an area too.',
    resource        LowCardinality(String) COMMENT 'home_care_h (granted), performed_h, nurse_h, rehab_h, delegated_h (performed) or clients.',
    verdict         LowCardinality(String) COMMENT 'rising, falling, stable, uncertain, too_few_persons or too_short.',
    since_month     Nullable(Date)         COMMENT 'Since when, first day of the month; NULL where nothing can be said.',
    level           Nullable(Float64)      COMMENT 'Level now, hours in the month or persons.',
    slope           Nullable(Float64)      COMMENT 'Change per month now.',
    slope_low       Nullable(Float64)      COMMENT 'Lower end of its 95 % interval.',
    slope_high      Nullable(Float64)      COMMENT 'Upper end of that interval.',
    q_value         Nullable(Float64)      COMMENT 'False discovery rate at which the slope would count as a change, over all scopes and resources of the day (Benjamini-Hochberg).',
    sentence_sv     String                 COMMENT 'The same in words, Swedish.',
    sentence_en     String                 COMMENT 'The same in words, English.',
    run_id          UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY as_of_date
ORDER BY (scope_kind, scope_id, resource)
COMMENT 'Trends in a sentence, by area, category and selection.';
