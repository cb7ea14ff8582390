-- model.approvals: decisions on whether runs may be shown.
-- Grain:    one row per run and decision; rows are never changed.
-- Keys:     run_id, decided_at.
-- Load:     appended by the jobs, by framsyn model approve and reject, and by the page Granskning.
-- Access:   model.
-- Sort key: looked up by run.
-- The newest decision on a run counts; a run without one waits.
CREATE TABLE IF NOT EXISTS model.approvals
(
    run_id       UInt64                                COMMENT 'Run -> model.runs.run_id.',
    decision     Enum8('rejected' = 0, 'approved' = 1) COMMENT 'approved: its scores may be shown; rejected: they may not.',
    is_automatic Bool                                  COMMENT 'Decided by the limits of the bias audit, not by a person.',
    decided_by   String                                COMMENT 'Who decided; automatic for the limits.',
    why          String                                COMMENT 'Why.',
    n_failed     UInt32                                COMMENT 'Comparisons of the bias audit that had failed when it was decided.',
    decided_at   DateTime64(6, 'UTC')                  COMMENT 'When.'
)
ENGINE = MergeTree
ORDER BY (run_id, decided_at)
COMMENT 'Decisions on whether runs may be shown; only ever added to.';
