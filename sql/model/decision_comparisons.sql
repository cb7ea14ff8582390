-- model.decision_comparisons: which decisions are compared, and with what.
-- Grain:    one row per as-of date and decision on home care.
-- Keys:     as_of_date, decision_id.
-- Sources:  the equity job.
-- Load:     appended by jobs.
-- Access:   person.
-- Sort key: looked up by decision; the job replaces its partition.
CREATE TABLE IF NOT EXISTS model.decision_comparisons
(
    as_of_date  Date                   COMMENT 'Day as of which decisions were compared.',
    decision_id UInt64                 COMMENT 'Decision -> core.service_decisions.decision_id.',
    granted_h   Float64                COMMENT 'Granted hours per month, as compared.',
    expected_h  Nullable(Float64)      COMMENT 'Hours per month that the assessed need gets at average officer and area; NULL without assessment.',
    norm_h      Nullable(Float64)      COMMENT 'Hours per month by the norm; NULL without assessment.',
    comparison  LowCardinality(String) COMMENT 'compared, or why not: renewed, unassessed, old, nothing_granted, little_expected or out_of_proportion.',
    run_id      UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY as_of_date
ORDER BY decision_id
COMMENT 'Which decisions on home care are compared for equal treatment, and with what.';
