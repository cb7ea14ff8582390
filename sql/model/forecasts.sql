-- model.forecasts: forecasts of hours and clients.
-- Grain:    one row per as-of date, scope, resource, month, scenario, driver and method.
-- Keys:     as_of_date, scope_kind, scope_id, resource, month, scenario, driver, method.
-- Sources:  the forecast job.
-- Load:     appended by jobs.
-- Access:   aggregate.
-- Sort key: read by day, scope and resource; a forecast job replaces its partition.
-- Drivers and scenarios other than as_today are of the blend only.
CREATE TABLE IF NOT EXISTS model.forecasts
(
    as_of_date     Date                   COMMENT 'Day on which the forecast looks ahead.',
    scope_kind     LowCardinality(String) COMMENT 'area, category or selection.',
    scope_id       LowCardinality(String) COMMENT 'Which; the municipality is an area too.',
    resource       LowCardinality(String) COMMENT 'home_care_h (granted hours), nurse_h, rehab_h, delegated_h (performed hours), clients (persons with home care or health care only), special_housing or short_term (persons there).',
    month          Date                   COMMENT 'Month, its first day.',
    horizon_months UInt16                 COMMENT 'Months ahead.',
    scenario       LowCardinality(String) COMMENT 'as_today, or a scenario''s name.',
    driver         LowCardinality(String) COMMENT 'all = existing + new: clients of today and clients to come. existing = at_origin (what they have today) + ended (died or left) + housed (moved to special housing) + moved (between areas) + changed (change of level).',
    method         LowCardinality(String) COMMENT 'blend (the published forecast), or one of its parts: courses (from individual courses), demographic (age- and sex-specific rates times population), combination (mean of ets, theta and stl_ets), ets, theta, seasonal_naive.',
    mean           Float64                COMMENT 'Expected value, hours in the month or persons.',
    p10            Float64                COMMENT '10th percentile.',
    p50            Float64                COMMENT 'Median.',
    p90            Float64                COMMENT '90th percentile.',
    run_id         UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY as_of_date
ORDER BY (as_of_date, scope_kind, scope_id, resource, scenario, driver, method, month)
COMMENT 'Forecasts of hours and clients, 80 % intervals.';
