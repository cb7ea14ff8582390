-- model.forecast_events: what the forecast expects to become of the clients who have a score.
-- Grain:    one row per as-of date and target.
-- Keys:     as_of_date, target.
-- Sources:  the forecast job.
-- Load:     appended by jobs.
-- Access:   aggregate.
-- Sort key: read by day.
-- The forecast and the risk scores are one: the sum of the scores is what the simulated courses give, up to the chance of the draws.
CREATE TABLE IF NOT EXISTS model.forecast_events
(
    as_of_date         Date                   COMMENT 'Day on which the forecast looks ahead.',
    target             LowCardinality(String) COMMENT 'Outcome -> core.risk_targets.target: death or special_housing.',
    horizon_months     UInt16                 COMMENT 'Months ahead.',
    n_clients          UInt64                 COMMENT 'Clients with a score.',
    sum_of_risks       Float64                COMMENT 'Sum of their probabilities in model.risk_scores, persons.',
    expected_persons   Float64                COMMENT 'How many of them the simulated courses bring there, mean over the draws, persons.',
    standard_error     Float64                COMMENT 'Standard error of that mean by the number of draws, persons.',
    run_id             UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY as_of_date
ORDER BY (as_of_date, target)
COMMENT 'Expected deaths and moves to special housing: the forecast beside the sum of the risk scores.';
