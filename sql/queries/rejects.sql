-- rejects: Avvisade rader | Rejected rows
-- sv:      Varför rader i det senaste årets leveranser inte kunde användas, per regel. Varje rad räknas en gång, vid sitt första fel.
-- en:      Why rows of the last year's deliveries could not be used, by rule. Each row counts once, by its first fault.
-- Kind:    table
-- Roles:   analyst, steward, officer
-- Reads:   ops.load_batches, ops.load_rejects
-- Column:  source | Källa | Source
-- Column:  rule | Regel | Rule
-- Column:  field | Fält | Field
-- Column:  n_rows | Rader | Rows
-- Column:  n_files | Filer | Files
-- Column:  rejected_share | Andel av levererat | Share of what was delivered | share
-- Column:  reason_sv | Skäl | Reason (Swedish)
-- Column:  reason_en | Skäl (engelska) | Reason
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
    n_rows / nullIf(any(delivered.n_delivered), 0) AS rejected_share,
    any(rejects.reason_sv) AS reason_sv,
    any(rejects.reason_en) AS reason_en
FROM ops.load_rejects AS rejects
INNER JOIN ops.load_batches AS batches ON rejects.batch_id = batches.batch_id
INNER JOIN delivered ON rejects.source = delivered.source
WHERE batches.delivered_date > addMonths((SELECT max(newest.delivered_date) FROM ops.load_batches AS newest), -12)
    AND rejects.fault_number = 1
GROUP BY source, rule, field
ORDER BY n_rows DESC, source, rule, field
