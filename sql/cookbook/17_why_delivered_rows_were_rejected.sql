-- 17. Varför levererade rader avvisats | Why delivered rows were rejected
-- sv:     Rader som inte gick att använda i det senaste årets leveranser, efter regel.
-- en:     Rows that could not be used in the last year's deliveries, by rule.
-- Group:  data
-- returns: source, rule, field, n_rows, n_files, rejected_share, reason_sv
-- One row per source: rows delivered in a year.
WITH delivered AS
(
    SELECT source, sum(n_delivered) AS n_delivered
    FROM ops.load_batches
    WHERE delivered_date > addMonths((SELECT max(newest.delivered_date) FROM ops.load_batches AS newest), -12)
    GROUP BY source
)
SELECT
    rejects.source AS source,
    rejects.rule AS rule,
    rejects.field AS field,
    count() AS n_rows,
    uniqExact(rejects.batch_id) AS n_files,
    round(n_rows / any(delivered.n_delivered), 5) AS rejected_share,
    any(rejects.reason_sv) AS reason_sv
FROM ops.load_rejects AS rejects
INNER JOIN ops.load_batches AS batches ON rejects.batch_id = batches.batch_id
INNER JOIN delivered ON rejects.source = delivered.source
WHERE batches.delivered_date > addMonths((SELECT max(newest.delivered_date) FROM ops.load_batches AS newest), -12)
    AND rejects.fault_number = 1
GROUP BY source, rule, field
ORDER BY n_rows DESC
