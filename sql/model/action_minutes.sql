-- model.action_minutes: how long health-care actions take.
-- Grain:    one row per as-of date, KVÅ code and profession.
-- Keys:     as_of_date, kva_code, profession.
-- Sources:  the needs job.
-- Load:     appended by jobs.
-- Access:   model.
-- Sort key: looked up by code; the job replaces its partition.
CREATE TABLE IF NOT EXISTS model.action_minutes
(
    as_of_date              Date                   COMMENT 'Day as of which it was measured.',
    kva_code                LowCardinality(String) COMMENT 'Action by KVÅ -> core.kva_codes.kva_code; codes outside that list occur.',
    profession              LowCardinality(String) COMMENT 'nurse, occupational_therapist or physical_therapist.',
    minutes_per_action      Float64                COMMENT 'Time with the client that one action takes, minutes.',
    low_minutes_per_action  Float64                COMMENT 'Lower end of its 95 % interval.',
    high_minutes_per_action Float64                COMMENT 'Upper end of that interval.',
    basis                   LowCardinality(String) COMMENT 'own (the action''s own clients), chapter (others of its KVÅ chapter and profession) or profession.',
    n_actions               UInt64                 COMMENT 'Actions behind it, in months whose time is recorded.',
    n_clients               UInt32                 COMMENT 'Clients behind it.',
    run_id                  UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY as_of_date
ORDER BY (kva_code, profession)
COMMENT 'Minutes per health-care action (sv: HSL-åtgärd) by code and profession, for months in which no time was recorded.';
