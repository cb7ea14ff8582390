-- loads: Inlästa filer | Loaded files
-- sv:      Filer i den ordning de lästes in, med rader in, nya, upprepade, ersatta och avvisade. Inlästa plus upprepade, ersatta och
--          avvisade är det som levererades.
-- en:      Files in the order of loading, with rows delivered, new, repeated, replaced and rejected.
-- Kind:    table
-- Roles:   analyst, steward, officer
-- Reads:   ops.load_batches
-- Param:   sources Array(String) = [] | Källor; tomt = alla. | Sources; empty = all.
-- Column:  batch_id | Leverans | Batch
-- Column:  source | Källa | Source
-- Column:  file_name | Fil | File
-- Column:  period_month | Månad | Month
-- Column:  delivery | Slag | Kind
-- Column:  delivered_date | Levererad | Delivered
-- Column:  loaded_at | Inläst | Loaded
-- Column:  n_delivered | Rader | Rows
-- Column:  n_loaded | Nya | New
-- Column:  n_repeated | Upprepade | Repeated
-- Column:  n_replaced | Ersatta | Replaced
-- Column:  n_rejected | Avvisade | Rejected
-- Column:  rejected_share | Avvisat | Rejected | share
-- Column:  load_seconds | Tid | Time | s
SELECT
    batches.batch_id AS batch_id,
    batches.source AS source,
    batches.file_name AS file_name,
    batches.period_month AS period_month,
    batches.delivery AS delivery,
    batches.delivered_date AS delivered_date,
    batches.loaded_at AS loaded_at,
    batches.n_delivered AS n_delivered,
    batches.n_loaded AS n_loaded,
    batches.n_repeated AS n_repeated,
    batches.n_replaced AS n_replaced,
    batches.n_rejected AS n_rejected,
    batches.n_rejected / nullIf(batches.n_delivered, 0) AS rejected_share,
    batches.load_seconds AS load_seconds
FROM ops.load_batches AS batches
WHERE $__timeFilter(batches.loaded_at)
    AND $__conditionalAll(batches.source IN ({sources:Array(String)}), sources)
ORDER BY loaded_at DESC, batch_id DESC
