-- rejected_months: Avvisade rader månad för månad | Rejected rows month by month
-- sv:      Andel av de levererade raderna som inte kunde användas, per källa och den månad då de levererades.
-- en:      Share of the delivered rows that could not be used, by source and the month of their delivery.
-- Kind:    timeseries
-- Roles:   analyst, steward, officer, service
-- Reads:   ops.load_batches
-- Column:  month | Levererad | Delivered
-- Column:  source | Källa | Source
-- Column:  rejected_share | Avvisat | Rejected | share
SELECT
    toStartOfMonth(batches.delivered_date) AS month,
    batches.source AS source,
    sum(batches.n_rejected) / nullIf(sum(batches.n_delivered), 0) AS rejected_share
FROM ops.load_batches AS batches
WHERE $__dateFilter(batches.delivered_date)
GROUP BY month, source
ORDER BY month, source
