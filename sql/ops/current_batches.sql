-- ops.current_batches: batches whose rows count: committed, and not superseded by a later complete delivery.
-- Grain:    one row per batch that is current.
-- Keys:     batch_id.
-- Sources:  ops.load_batches.
-- Load:     view.
-- Access:   operation.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS ops.current_batches
(
    batch_id       UInt64                 COMMENT 'Batch, its place in the order of loading -> ops.load_batches.batch_id.',
    source         LowCardinality(String) COMMENT 'Object in raw that took the rows.',
    period_month   Nullable(Date)         COMMENT 'Month the file speaks of, its first day; NULL for files without one.'
)
AS
-- One row per source, scope and month: the newest complete delivery, 0 where there is none.
WITH newest_complete AS
(
    SELECT
        source,
        scope,
        ifNull(period_month, toDate(0)) AS scope_month,
        maxIf(batch_id, delivery = 'complete' AND repeats_batch_id = 0) AS complete_id
    FROM ops.load_batches
    GROUP BY source, scope, scope_month
)
SELECT
    batches.batch_id AS batch_id,
    batches.source AS source,
    batches.period_month AS period_month
FROM ops.load_batches AS batches
INNER JOIN newest_complete
    ON batches.source = newest_complete.source
    AND batches.scope = newest_complete.scope
    AND ifNull(batches.period_month, toDate(0)) = newest_complete.scope_month
WHERE batches.batch_id >= newest_complete.complete_id
    AND batches.repeats_batch_id = 0;
