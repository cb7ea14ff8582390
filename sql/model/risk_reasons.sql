-- model.risk_reasons: why a client has the risk.
-- Grain:    one row per client, as-of date, target and rank.
-- Keys:     client_id, as_of_date, target, rank.
-- Sources:  the score job.
-- Load:     appended by jobs.
-- Access:   person, health care.
-- Sort key: read by client.
CREATE TABLE IF NOT EXISTS model.risk_reasons
(
    client_id    UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    as_of_date   Date                   COMMENT 'Day on which the score looks ahead.',
    target       LowCardinality(String) COMMENT 'Outcome.',
    rank         UInt8                  COMMENT '1 for the term that contributes most to a higher estimate.',
    term         LowCardinality(String) COMMENT 'Term -> model.terms.term.',
    value        Nullable(Float64)      COMMENT 'The client''s value, in the feature''s unit; NULL where missing.',
    contribution Float64                COMMENT 'What the term adds to the log-odds of the estimate, from the mean client.',
    sentence_sv  String                 COMMENT 'The reason in words, Swedish; contributes to the estimate, not a cause.',
    sentence_en  String                 COMMENT 'The reason in words, English.',
    run_id       UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY (target, as_of_date)
ORDER BY (target, as_of_date, client_id, rank)
COMMENT 'Why a client has the risk: the terms that contribute most.';
