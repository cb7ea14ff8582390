-- ops.retention_counts: rows that deletions by rule took away.
-- Grain:    one row per deletion, rule, table, month and delivery.
-- Keys:     certificate_id, rule, object, month, batch_id.
-- Sources:  framsyn retention.
-- Load:     appended by framsyn retention.
-- Access:   log.
-- Sort key: read by deletion.
CREATE TABLE IF NOT EXISTS ops.retention_counts
(
    certificate_id UUID                   COMMENT 'Deletion -> ops.retention_certificates.certificate_id.',
    rule           LowCardinality(String) COMMENT 'Rule: clients, or the data set of a rule on rows.',
    object         LowCardinality(String) COMMENT 'Table.',
    month          Nullable(Date)         COMMENT 'Month of the rows, its first day; NULL for tables without months.',
    batch_id       UInt64                 COMMENT 'Delivery that had brought them -> ops.load_batches.batch_id; 0 where they were not delivered.',
    n_rows         UInt64                 COMMENT 'Rows deleted; of rejected rows their lines.'
)
ENGINE = MergeTree
ORDER BY (certificate_id, rule, object, batch_id)
COMMENT 'Rows that deletions by rule took away.';
