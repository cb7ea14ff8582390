-- model.expected_hours: home-care hours that clients are expected to have.
-- Grain:    one row per client, as-of date and horizon.
-- Keys:     client_id, as_of_date, horizon_months.
-- Sources:  the score job.
-- Load:     appended by jobs.
-- Access:   person.
-- Sort key: read by day and horizon, then client; a score job replaces its partition.
CREATE TABLE IF NOT EXISTS model.expected_hours
(
    client_id           UInt64  COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    as_of_date          Date    COMMENT 'Day on which the estimate looks ahead.',
    horizon_months      UInt16  COMMENT 'How far ahead, months: 3, 6 or 12.',
    hours_now           Float64 COMMENT 'Granted home care now, hours per month.',
    hours_expected      Float64 COMMENT 'Granted home care expected at the horizon, hours per month, for those who still have home care then.',
    hours_expected_low  Float64 COMMENT 'Lower end of the 80 % interval of the client''s own hours then.',
    hours_expected_high Float64 COMMENT 'Upper end of that interval.',
    run_id              UInt64  COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY (horizon_months, as_of_date)
ORDER BY (horizon_months, as_of_date, client_id)
COMMENT 'Home-care hours that clients are expected to have in 3, 6 and 12 months.';
