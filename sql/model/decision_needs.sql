-- model.decision_needs: hours that the assessed need of each decision would get on average.
-- Grain:    one row per as-of date and decision on home care.
-- Keys:     as_of_date, decision_id.
-- Sources:  the needs job.
-- Load:     appended by jobs.
-- Access:   person.
-- Sort key: looked up by decision; the job replaces its partition.
CREATE TABLE IF NOT EXISTS model.decision_needs
(
    as_of_date    Date                   COMMENT 'Day as of which practice was measured.',
    decision_id   UInt64                 COMMENT 'Decision -> core.service_decisions.decision_id.',
    client_id     UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    decided_date  Date                   COMMENT 'Day of the decision.',
    assessed_date Nullable(Date)         COMMENT 'Day of the assessment that it followed; NULL where there is none within 180 days before.',
    granted_h     Float64                COMMENT 'Granted hours per month.',
    expected_h    Nullable(Float64)      COMMENT 'Hours per month that the assessed need gets at average officer and area; NULL without assessment.',
    norm_h        Nullable(Float64)      COMMENT 'Hours per month by the norm; NULL without assessment.',
    use           LowCardinality(String) COMMENT 'fitted (practice was learnt from it), renewed (same hours as before), unassessed or old (before the months that practice is learnt from).',
    run_id        UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY as_of_date
ORDER BY decision_id
COMMENT 'Hours that the assessed need of each decision on home care would get on average.';
