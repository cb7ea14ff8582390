-- model.potentials: what an intervention may change for a client.
-- Grain:    one row per client, as-of date and kind of intervention.
-- Keys:     client_id, as_of_date, kind.
-- Sources:  the potential job.
-- Load:     appended by jobs.
-- Access:   person.
-- Sort key: read by day and kind, then client; the potential job replaces its partition.
-- For clients with home care who have not begun the kind in the last 12 months. Kinds with too few starts have no rows: see model.effect_checks.
CREATE TABLE IF NOT EXISTS model.potentials
(
    client_id             UInt64                                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    as_of_date            Date                                   COMMENT 'Day on which the estimate looks ahead.',
    kind                  LowCardinality(String)                 COMMENT 'Kind of intervention -> core.intervention_kinds.kind.',
    horizon_months        UInt8                                  COMMENT 'Months after the start.',
    hours_now             Float64                                COMMENT 'Granted home care now, hours per month.',
    expected_change_h     Float64                                COMMENT 'Granted home care with the intervention minus without, hours per month, for those who live at home then; negative = fewer, never below -hours_now.',
    expected_change_share Nullable(Float64)                      COMMENT 'expected_change_h / hours_now; NULL without hours now.',
    change_low_h          Float64                                COMMENT 'Lower end of the 95 % interval of the expected change (of the mean, not of what will come of one person).',
    change_high_h         Float64                                COMMENT 'Upper end of that interval.',
    basis                 Enum8('average' = 0, 'individual' = 1) COMMENT 'average: one number for all, as differences between persons are not proven; individual: by the client''s own features.',
    n_treated_alike       UInt32                                 COMMENT 'Clients who began it with about the same hours and age (bands of 10, 25, 50 and 80 hours, 75 and 85 years).',
    is_supported          Bool                                   COMMENT 'There is something to compare with, and no check failed; else see the warning.',
    warning_sv            String                                 COMMENT 'Why one should not lean on the number, Swedish; empty where supported.',
    warning_en            String                                 COMMENT 'Why one should not lean on the number, English; empty where supported.',
    run_id                UInt64                                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY as_of_date
ORDER BY (as_of_date, kind, client_id)
COMMENT 'What each kind of intervention may change for each client (sv: potential).';
