-- Each committed batch has as many rejected rows in ops.load_rejects, and in vault.rejected_rows, as it counts.
WITH rejects AS
(
    SELECT batch_id, uniqExact(line_no) AS n_rejects FROM ops.load_rejects GROUP BY batch_id
),
-- Rows that are kept, that were deleted by rule, and that were not kept since they are of persons deleted by rule.
kept AS
(
    SELECT batch_id, sum(n_rows) AS n_kept
    FROM
    (
        SELECT batch_id, uniqExactIf(line_no, line_no > 0) AS n_rows FROM vault.rejected_rows GROUP BY batch_id
        UNION ALL
        SELECT batch_id, sum(counts.n_rows) AS n_rows
        FROM ops.retention_counts AS counts
        WHERE object = 'vault.rejected_rows' AND certificate_id IN (SELECT certificate_id FROM ops.retention_certificates WHERE state = 'finished')
        GROUP BY batch_id
        UNION ALL
        SELECT batch_id, uniqExactIf(line_no, rule = 'deleted_person') AS n_rows FROM ops.load_rejects GROUP BY batch_id
    )
    GROUP BY batch_id
)
SELECT batches.batch_id AS batch_id, batches.n_rejected AS n_rejected, rejects.n_rejects AS n_rejects, kept.n_kept AS n_kept
FROM ops.load_batches AS batches
LEFT JOIN rejects ON batches.batch_id = rejects.batch_id
LEFT JOIN kept ON batches.batch_id = kept.batch_id
WHERE batches.repeats_batch_id = 0
    AND (batches.n_rejected != ifNull(rejects.n_rejects, 0) OR batches.n_rejected != ifNull(kept.n_kept, 0))
SETTINGS join_use_nulls = 1;
