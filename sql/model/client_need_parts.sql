-- model.client_need_parts: which needs make up the time of each client.
-- Grain:    one row per as-of date, client, resource and part.
-- Keys:     as_of_date, client_id, resource, part, icf_code.
-- Sources:  the needs job.
-- Load:     appended by jobs.
-- Access:   person, health care.
-- Sort key: read by client; the job replaces a resource's partition.
CREATE TABLE IF NOT EXISTS model.client_need_parts
(
    as_of_date            Date                   COMMENT 'Day as of which it was made up.',
    month                 Date                   COMMENT 'Month whose time is made up, its first day.',
    client_id             UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    area_id               LowCardinality(String) COMMENT 'Home-care area in the month -> core.areas.area_id; empty where unknown.',
    resource              LowCardinality(String) COMMENT 'home_care_granted, home_care_performed, nurse, occupational_therapy or physical_therapy.',
    profession            LowCardinality(String) COMMENT 'Whose time it is: assistant_nurse, nurse, occupational_therapist or physical_therapist.',
    part                  LowCardinality(String) COMMENT 'need, base (what nurses and therapists do whatever the needs), habit (what area and officer add or take away) or remainder (what is not explained).',
    icf_code              LowCardinality(String) COMMENT 'Category of a need -> core.icf_codes.icf_code; empty for all other parts.',
    limitation            Nullable(UInt8)        COMMENT 'Its assessed limitation, 0-4; NULL where not specified, and for all other parts.',
    minutes_per_week      Float64                COMMENT 'Minutes per week of the part, of a need in practice; the parts of a client and resource add up to what is recorded.',
    low_minutes_per_week  Nullable(Float64)      COMMENT 'Lower end of its 95 % interval; NULL for habit and remainder.',
    high_minutes_per_week Nullable(Float64)      COMMENT 'Upper end of that interval.',
    norm_minutes_per_week Float64                COMMENT 'By the norm, minutes per week; 0 for all other parts.',
    n_clients             UInt32                 COMMENT 'Clients that practice rests on; 0 for habit and remainder.',
    is_assessed           Bool                   COMMENT 'The client lives at home and has an assessment; of others all time is remainder.',
    run_id                UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY (resource, as_of_date)
ORDER BY (client_id, resource, part, icf_code)
COMMENT 'Which needs make up each client''s time, what habit adds, and what is not explained.';
