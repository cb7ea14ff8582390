-- model.effect_estimates: what interventions have changed on average.
-- Grain:    one row per run, horizon, population and estimand.
-- Keys:     run_id, horizon_months, among, estimand.
-- Sources:  the potential job.
-- Load:     appended by jobs.
-- Access:   model.
-- Sort key: read by run.
-- Sequential target trials, doubly robust: docs/models/potential.md. A run is of one kind of intervention.
CREATE TABLE IF NOT EXISTS model.effect_estimates
(
    run_id            UInt64                                      COMMENT 'Run -> model.runs.run_id.',
    kind              LowCardinality(String)                      COMMENT 'Kind of intervention -> core.intervention_kinds.kind.',
    horizon_months    UInt8                                       COMMENT 'Months after the month of the start.',
    among             LowCardinality(String)                      COMMENT 'all (hours after death and in special housing count as 0), survivors (hours of those at home at the horizon, weighted for those who are not) or ending (share that has died or moved to special housing).',
    estimand          LowCardinality(String)                      COMMENT 'att: of those who began it; ate: of all who are comparable.',
    estimate          Float64                                     COMMENT 'With the intervention minus without, hours per month, negative = fewer; for ending a difference of shares, 0-1.',
    estimate_low      Float64                                     COMMENT 'Lower end of the 95 % interval, persons as clusters.',
    estimate_high     Float64                                     COMMENT 'Upper end of that interval.',
    p_value           Float64                                     COMMENT 'Probability of an estimate so far from 0 if there were no effect.',
    naive             Float64                                     COMMENT 'Difference of the means of those who began it and those who did not, without any adjustment: what it would be wrong to show.',
    n_treated         UInt64                                      COMMENT 'Starts that the estimate describes.',
    n_treated_clients UInt64                                      COMMENT 'Clients among them.',
    n_controls        UInt64                                      COMMENT 'Months without a start that they are compared with, a sample.',
    lost_share        Float64                                     COMMENT 'Share of the starts left out because nobody comparable went without, 0-1.',
    unseen_share      Float64                                     COMMENT 'Share of the rows whose outcome is not seen and weighted for, 0-1.',
    mean_hours        Float64                                     COMMENT 'Mean granted home care of those who began it at time zero, hours per month.',
    verdict           Enum8('average' = 0, 'individual' = 1)      COMMENT 'What may be shown: one average for all, or estimates for persons, as differences between persons are proven.',
    verdict_failed    Array(LowCardinality(String))               COMMENT 'Conditions for individual estimates that were not met -> model.effect_checks.check_kind.',
    is_warned         Bool                                        COMMENT 'A check failed: shown as a warning with every number of the run.'
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (run_id, horizon_months, among, estimand)
COMMENT 'What kinds of interventions have changed on average, against similar clients without.';
