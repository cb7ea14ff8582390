-- vault.retention_queue: who and what a deletion by rule that has begun still has to delete.
-- Grain:    one row per thing that is deleted; empty when no deletion is under way.
-- Keys:     certificate_id, kind, id.
-- Sources:  framsyn retention.
-- Load:     appended by framsyn retention, which empties it at the end.
-- Access:   identity.
-- Sort key: looked up by kind and id.
CREATE TABLE IF NOT EXISTS vault.retention_queue
(
    certificate_id UUID                   COMMENT 'Deletion -> ops.retention_certificates.certificate_id.',
    kind           LowCardinality(String) COMMENT 'client_id, decision_id or intervention_id: the column that the id stands in; certificate for the one row of the deletion itself.',
    id             UInt64                 COMMENT 'The id; 0 for the certificate.'
)
ENGINE = MergeTree
ORDER BY (kind, id)
SETTINGS fsync_after_insert = 1
COMMENT 'Who and what a deletion by rule that has begun still has to delete.';
