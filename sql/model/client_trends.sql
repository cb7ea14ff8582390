-- model.client_trends: where each client's hours are going.
-- Grain:    one row per as-of date and client with home care now.
-- Keys:     as_of_date, client_id.
-- Sources:  the trends job.
-- Load:     appended by jobs.
-- Access:   person.
-- Sort key: read by client; the job replaces its partition.
CREATE TABLE IF NOT EXISTS model.client_trends
(
    as_of_date    Date                   COMMENT 'Day on which it was measured.',
    client_id     UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    n_months      UInt8                  COMMENT 'Months with home care that it rests on, of the last 12.',
    verdict       LowCardinality(String) COMMENT 'rising, falling, stable, uncertain (what there is may be chance) or too_short.',
    slope         Nullable(Float64)      COMMENT 'Change of granted home care per month, hours; the middle of the slopes between all pairs of months (Theil-Sen).',
    slope_low     Nullable(Float64)      COMMENT 'Lower end of its interval.',
    slope_high    Nullable(Float64)      COMMENT 'Upper end of its interval.',
    run_id        UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY as_of_date
ORDER BY client_id
COMMENT 'Trend of each client''s granted hours over the last 12 months.';
