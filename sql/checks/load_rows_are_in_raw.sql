-- Each committed batch's loaded, repeated and replaced rows are in raw, or were deleted by rule, and raw has no other rows.
WITH stored AS
(
    SELECT batch_id, count() AS n_rows FROM raw.areas GROUP BY batch_id
    UNION ALL
    SELECT batch_id, count() AS n_rows FROM raw.assessments GROUP BY batch_id
    UNION ALL
    SELECT batch_id, count() AS n_rows FROM raw.capacities GROUP BY batch_id
    UNION ALL
    SELECT batch_id, count() AS n_rows FROM raw.case_times GROUP BY batch_id
    UNION ALL
    SELECT batch_id, count() AS n_rows FROM raw.hsl_actions GROUP BY batch_id
    UNION ALL
    SELECT batch_id, count() AS n_rows FROM raw.hsl_clients GROUP BY batch_id
    UNION ALL
    SELECT batch_id, count() AS n_rows FROM raw.interventions GROUP BY batch_id
    UNION ALL
    SELECT batch_id, count() AS n_rows FROM raw.key_figures GROUP BY batch_id
    UNION ALL
    SELECT batch_id, count() AS n_rows FROM raw.need_norms GROUP BY batch_id
    UNION ALL
    SELECT batch_id, count() AS n_rows FROM raw.person_events GROUP BY batch_id
    UNION ALL
    SELECT batch_id, count() AS n_rows FROM raw.populations GROUP BY batch_id
    UNION ALL
    SELECT batch_id, count() AS n_rows FROM raw.sol_decisions GROUP BY batch_id
    UNION ALL
    SELECT batch_id, count() AS n_rows FROM raw.staffing_norms GROUP BY batch_id
    UNION ALL
    SELECT batch_id, count() AS n_rows FROM raw.visits GROUP BY batch_id
    UNION ALL
    SELECT batch_id, sum(counts.n_rows) AS n_rows
    FROM ops.retention_counts AS counts
    WHERE counts.batch_id > 0 AND startsWith(object, 'raw.') AND object != 'raw.clients'
        AND certificate_id IN (SELECT certificate_id FROM ops.retention_certificates WHERE state = 'finished')
    GROUP BY batch_id
)
SELECT
    batches.batch_id AS batch_id,
    batches.file_name AS file_name,
    batches.n_loaded + batches.n_repeated + batches.n_replaced AS n_counted,
    sum(stored.n_rows) AS n_stored
FROM ops.load_batches AS batches
FULL OUTER JOIN stored ON batches.batch_id = stored.batch_id
WHERE batches.repeats_batch_id = 0 OR isNull(batches.repeats_batch_id)
GROUP BY batch_id, file_name, n_counted
HAVING ifNull(n_counted, 0) != ifNull(n_stored, 0)
SETTINGS join_use_nulls = 1;
