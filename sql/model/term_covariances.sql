-- model.term_covariances: covariances of the terms of fitted models.
-- Grain:    one row per run and pair of terms.
-- Keys:     run_id, term, other_term.
-- Sources:  the fit job.
-- Load:     appended by jobs.
-- Sort key: read by run.
CREATE TABLE IF NOT EXISTS model.term_covariances
(
    run_id     UInt64                 COMMENT 'Run -> model.runs.run_id.',
    term       LowCardinality(String) COMMENT 'Term -> model.terms.term; a term''s missing indicator ends in _missing.',
    other_term LowCardinality(String) COMMENT 'Other term, the same or later in order.',
    covariance Float64                COMMENT 'Covariance of the two coefficients, persons as clusters.'
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (run_id, term, other_term)
COMMENT 'Covariances of the terms of fitted models, for intervals of scores.';
