-- stg.batch_spans: committed batches, and until when their rows counted.
-- Grain:    one row per committed batch; those that repeat an earlier file have no rows and are left out.
-- Keys:     batch_id.
-- Sources:  ops.load_batches.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.batch_spans
(
    batch_id        UInt64                 COMMENT 'Batch -> ops.load_batches.batch_id.',
    source          LowCardinality(String) COMMENT 'Object in raw that took the rows.',
    superseded_date Date                   COMMENT 'Day on which the first later complete delivery of the same source, scope and month was delivered; 2149-06-06 for a current batch.'
)
AS
-- One row per source, scope and month: its complete deliveries, with the day of each.
WITH complete AS
(
    SELECT
        source,
        scope,
        ifNull(period_month, toDate(0)) AS scope_month,
        groupArrayIf((batch_id, delivered_date), delivery = 'complete') AS deliveries
    FROM ops.load_batches
    WHERE repeats_batch_id = 0
    GROUP BY source, scope, scope_month
)
SELECT
    batches.batch_id AS batch_id,
    batches.source AS source,
    arrayMin(arrayPushBack(
        arrayMap(delivery -> delivery.2, arrayFilter(delivery -> delivery.1 > batches.batch_id, complete.deliveries)),
        toDate('2149-06-06'))) AS superseded_date
FROM ops.load_batches AS batches
INNER JOIN complete
    ON batches.source = complete.source
    AND batches.scope = complete.scope
    AND ifNull(batches.period_month, toDate(0)) = complete.scope_month
WHERE batches.repeats_batch_id = 0;
