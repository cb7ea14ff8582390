-- model.term_drift: how the clients of today differ from those that a model learned from.
-- Grain:    one row per run, as-of date and term.
-- Keys:     run_id, as_of_date, term.
-- Sources:  the monitor job.
-- Load:     appended by jobs.
-- Access:   model.
-- Sort key: read by run and term; a monitor job replaces its partition.
CREATE TABLE IF NOT EXISTS model.term_drift
(
    run_id               UInt64                 COMMENT 'Run -> model.runs.run_id.',
    target               LowCardinality(String) COMMENT 'Its target -> model.runs.target.',
    as_of_date           Date                   COMMENT 'Day whose clients are compared.',
    term                 LowCardinality(String) COMMENT 'Term -> model.terms.term.',
    psi                  Float64                COMMENT 'Population stability index over the term''s bins: sum of (share now - share in training) x log of their ratio; by custom 0.1 is some change and 0.25 much.',
    missing_share        Float64                COMMENT 'Share of the clients of today without a value, 0-1.',
    missing_share_before Float64                COMMENT 'The same among the training rows.',
    mean_contribution    Float64                COMMENT 'Mean of what the term adds to the score today; 0 in training.'
)
ENGINE = MergeTree
PARTITION BY as_of_date
ORDER BY (as_of_date, run_id, term)
COMMENT 'Drift by term: how the clients of today differ from those that a model learned from.';
