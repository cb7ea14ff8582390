-- model.trends: level, slope and change points, month by month.
-- Grain:    one row per scope, resource and month.
-- Keys:     scope_kind, scope_id, resource, month.
-- Sources:  the trends job.
-- Load:     appended by jobs.
-- Access:   aggregate.
-- Sort key: read by scope and resource; the job replaces its partition.
CREATE TABLE IF NOT EXISTS model.trends
(
    as_of_date       Date                   COMMENT 'Day on which it was measured.',
    scope_kind       LowCardinality(String) COMMENT 'area, category or selection.',
    scope_id         LowCardinality(String) COMMENT 'Which; the municipality is an area too.',
    resource         LowCardinality(String) COMMENT 'home_care_h (granted), performed_h, nurse_h, rehab_h, delegated_h (performed) or clients.',
    month            Date                   COMMENT 'Month, its first day.',
    value            Nullable(Float64)      COMMENT 'What was recorded, hours in the month or persons; NULL where the month was not delivered.',
    n_clients        UInt64                 COMMENT 'Clients behind it.',
    level            Nullable(Float64)      COMMENT 'Level without season and odd months, same unit; NULL where too little is known.',
    level_low        Nullable(Float64)      COMMENT 'Lower end of its 95 % interval.',
    level_high       Nullable(Float64)      COMMENT 'Upper end of that interval.',
    slope            Nullable(Float64)      COMMENT 'Change of the level per month in the stretch that the month is in.',
    slope_low        Nullable(Float64)      COMMENT 'Lower end of its 95 % interval.',
    slope_high       Nullable(Float64)      COMMENT 'Upper end of that interval.',
    is_change_point  Bool                   COMMENT 'A new stretch begins with this month.',
    change_kind      LowCardinality(String) COMMENT 'level_shift, slope_change, level_and_slope or reporting_break (the delivery changed, not the care); empty for none.',
    is_odd           Bool                   COMMENT 'The single month stands out and was left aside.',
    run_id           UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY as_of_date
ORDER BY (scope_kind, scope_id, resource, month)
COMMENT 'Trends: level, slope and change points, by area, category and selection.';
