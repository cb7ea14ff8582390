-- model.run_states: where each run stands: shown, approved, waiting or rejected.
-- Grain:    one row per published run.
-- Keys:     run_id.
-- Sources:  model.approvals, model.audits, model.current_runs, model.runs.
-- Load:     view.
-- Access:   model.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS model.run_states
(
    run_id       UInt64                           COMMENT 'Run -> model.runs.run_id.',
    model        LowCardinality(String)           COMMENT 'Model -> model.runs.model.',
    target       LowCardinality(String)           COMMENT 'Target -> model.runs.target.',
    as_of_date   Date                             COMMENT 'Day on which it looks ahead.',
    created_at   DateTime('UTC')                  COMMENT 'When the run was made.',
    state        LowCardinality(String)           COMMENT 'shown (approved, and the newest that is), approved (an earlier one), waiting (nobody has decided) or rejected.',
    is_newest    Bool                             COMMENT 'No later run of the model and target: one that is newest and not shown is what someone should look at.',
    decided_by   String                           COMMENT 'Who decided last; automatic for the limits, empty while it waits.',
    is_automatic Bool                             COMMENT 'Decided by the limits of the bias audit.',
    why          String                           COMMENT 'Why.',
    decided_at   Nullable(DateTime64(6, 'UTC'))   COMMENT 'When; NULL while it waits.',
    n_passed     UInt64                           COMMENT 'Comparisons of the bias audit that have passed.',
    n_not_shown  UInt64                           COMMENT 'Comparisons of which too little is known.',
    n_failed     UInt64                           COMMENT 'Comparisons that have failed.'
)
AS
-- One row per run: its newest decision.
WITH decisions AS
(
    SELECT
        approvals.run_id AS run_id,
        toNullable(toString(argMax(approvals.decision, approvals.decided_at))) AS decision,
        argMax(approvals.decided_by, approvals.decided_at) AS decided_by,
        argMax(approvals.is_automatic, approvals.decided_at) AS is_automatic,
        argMax(approvals.why, approvals.decided_at) AS why,
        toNullable(max(approvals.decided_at)) AS decided_at
    FROM model.approvals AS approvals
    GROUP BY approvals.run_id
),
-- One row per audited run: how the comparisons went.
audited AS
(
    SELECT
        audits.run_id AS run_id,
        countIf(audits.verdict = 'passed') AS n_passed,
        countIf(audits.verdict = 'not_shown') AS n_not_shown,
        countIf(audits.verdict = 'failed') AS n_failed
    FROM model.audits AS audits
    GROUP BY audits.run_id
)
SELECT
    runs.run_id AS run_id,
    runs.model AS model,
    runs.target AS target,
    runs.as_of_date AS as_of_date,
    runs.created_at AS created_at,
    multiIf(
        runs.run_id IN (SELECT shown.run_id FROM model.current_runs AS shown), 'shown',
        isNull(decisions.decision), 'waiting',
        decisions.decision = 'approved', 'approved',
        'rejected') AS state,
    row_number() OVER (PARTITION BY runs.model, runs.target ORDER BY runs.as_of_date DESC, runs.created_at DESC) = 1 AS is_newest,
    ifNull(decisions.decided_by, '') AS decided_by,
    ifNull(decisions.is_automatic, false) AS is_automatic,
    ifNull(decisions.why, '') AS why,
    decisions.decided_at AS decided_at,
    ifNull(audited.n_passed, 0) AS n_passed,
    ifNull(audited.n_not_shown, 0) AS n_not_shown,
    ifNull(audited.n_failed, 0) AS n_failed
FROM model.runs AS runs
LEFT JOIN decisions ON runs.run_id = decisions.run_id
LEFT JOIN audited ON runs.run_id = audited.run_id
WHERE runs.is_published
SETTINGS join_use_nulls = 1;
