-- model.equity_components: where the variation of granted hours comes from.
-- Grain:    one row per as-of date and component.
-- Keys:     as_of_date, component.
-- Sources:  the equity job.
-- Load:     appended by jobs.
-- Access:   aggregate.
-- Sort key: the job replaces its partition.
CREATE TABLE IF NOT EXISTS model.equity_components
(
    as_of_date    Date                   COMMENT 'Day as of which decisions were compared.',
    component     LowCardinality(String) COMMENT 'need, fixed (sex, age and year), area, officer, client or residual.',
    variance      Float64                COMMENT 'Variance of the natural logarithm of granted hours that it makes.',
    variance_low  Float64                COMMENT 'Lower end of its 95 % interval.',
    variance_high Nullable(Float64)      COMMENT 'Upper end of that interval; NULL where open.',
    part_share    Float64                COMMENT 'Share of the sum of all components.',
    share_low     Float64                COMMENT 'Lower end of its 95 % interval.',
    share_high    Float64                COMMENT 'Upper end of that interval.',
    run_id        UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY as_of_date
ORDER BY component
COMMENT 'How much of the variation between decisions is need, place and person (sv: likvärdighet).';
