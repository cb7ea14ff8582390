-- model.terms: terms of fitted models, bin by bin.
-- Grain:    one row per run, class, term and bin, for a pair of features per pair of bins.
-- Keys:     run_id, class, term, bin, bin_b.
-- Sources:  the fit job.
-- Load:     appended by jobs.
-- Access:   model.
-- Sort key: read by run and term.
-- A row's contribution is added to the score of whoever falls in its bin; intercept and contributions add up to the score. Scores are log-odds
-- against the outcome none for risks, and the log of the ratio to the hours now for hours.
CREATE TABLE IF NOT EXISTS model.terms
(
    run_id            UInt64                 COMMENT 'Run -> model.runs.run_id.',
    class             LowCardinality(String) COMMENT 'Outcome that the score is of -> core.risk_targets.class; value for hours.',
    term              LowCardinality(String) COMMENT 'Term: a feature, a pair of features, or intercept.',
    feature           LowCardinality(String) COMMENT 'Feature -> core.risk_terms.term; empty for the intercept.',
    feature_b         LowCardinality(String) COMMENT 'The pair''s other feature; empty where the term is one feature.',
    bin               UInt16                 COMMENT 'Bin of the feature, in order; 0 for the intercept.',
    bin_b             UInt16                 COMMENT 'Bin of the other feature; 0 where there is none.',
    kind              Enum8('intercept' = 0, 'interval' = 1, 'missing' = 2, 'level' = 3, 'unknown' = 4)COMMENT 'What the bin holds: an interval of values, missing values, a named level or levels that were not seen in training.',
    kind_b            Enum8('intercept' = 0, 'interval' = 1, 'missing' = 2, 'level' = 3, 'unknown' = 4)COMMENT 'The same of the other feature; intercept where there is none.',
    bin_from          Float64                COMMENT 'The bin holds values from here, in the feature''s unit; -inf for the lowest; NaN where it is no interval.',
    bin_to            Float64                COMMENT 'The bin holds values below this; inf for the highest; NaN where it is no interval.',
    bin_b_from        Float64                COMMENT 'The same of the other feature.',
    bin_b_to          Float64                COMMENT 'The same of the other feature.',
    level             String                 COMMENT 'Level, where the bin holds one.',
    level_b           String                 COMMENT 'The same of the other feature.',
    contribution      Float64                COMMENT 'What the bin adds to the score; the mean over the training rows is 0.',
    standard_error    Float64                COMMENT 'Standard deviation of the contribution over bags of persons.',
    bag_contributions Array(Float64)         COMMENT 'The contribution in each bag: their sums over the terms give the uncertainty of a score.',
    n_clients         UInt64                 COMMENT 'Clients of the training data in the bin, at least 20.',
    weight            Float64                COMMENT 'Weight of the bin in training, rows.'
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (run_id, class, term, bin, bin_b)
COMMENT 'Terms of fitted models, bin by bin: the model itself.';
