-- model.risk_scores: risk of clients.
-- Grain:    one row per client, as-of date, target and horizon.
-- Keys:     client_id, as_of_date, target, horizon_months.
-- Sources:  the score job.
-- Load:     appended by jobs.
-- Access:   person.
-- Sort key: read by target and day, then client; a score job replaces its partition.
CREATE TABLE IF NOT EXISTS model.risk_scores
(
    client_id           UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    as_of_date          Date                   COMMENT 'Day on which the score looks ahead; only what was known then is used.',
    target              LowCardinality(String) COMMENT 'Outcome, such as need_doubled -> core.risk_targets.target.',
    horizon_months      UInt16                 COMMENT 'How far ahead, months.',
    month               Date                   COMMENT 'Month from which it looks ahead, its first day.',
    probability         Float64                COMMENT 'Probability of the outcome, 0-1.',
    probability_low     Float64                COMMENT 'Lower end of the 80 % interval of that probability (uncertainty of the model''s terms, over bags of persons).',
    probability_high    Float64                COMMENT 'Upper end of that interval.',
    percentile          Float64                COMMENT 'Share of the scored clients with a lower probability, 0-100.',
    hours_now           Float64                COMMENT 'Granted home care now, hours per month.',
    hours_expected      Nullable(Float64)      COMMENT 'Granted home care expected at the horizon, hours per month, for those who still have home care then; NULL for those without home care now. Other horizons: model.expected_hours.',
    hours_expected_low  Nullable(Float64)      COMMENT 'Lower end of the 80 % interval of the client''s own hours then.',
    hours_expected_high Nullable(Float64)      COMMENT 'Upper end of that interval.',
    run_id              UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY (target, as_of_date)
ORDER BY (target, as_of_date, client_id, horizon_months)
COMMENT 'Risk of clients, by as-of date and target.';
