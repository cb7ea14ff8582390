-- Only approved runs are shown. Those that were shown before stay so: they are entered as approved, once each.
CREATE TABLE IF NOT EXISTS model.approvals
(
    run_id       UInt64,
    decision     Enum8('rejected' = 0, 'approved' = 1),
    is_automatic Bool,
    decided_by   String,
    why          String,
    n_failed     UInt32,
    decided_at   DateTime64(6, 'UTC')
)
ENGINE = MergeTree
ORDER BY (run_id, decided_at);
INSERT INTO model.approvals (run_id, decision, is_automatic, decided_by, why, n_failed, decided_at)
SELECT run_id, 'approved', true, 'automatic', 'Visades innan körningar godkändes; granskas när den görs om. Shown before runs were approved; audited when it is made again.', 0, created_at
FROM model.runs
WHERE is_published AND run_id NOT IN (SELECT approvals.run_id FROM model.approvals AS approvals);
