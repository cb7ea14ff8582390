-- delivered_rows: Rader per månad och källa | Rows by month and source
-- sv:      Levererade rader per månad och källa i panelens period. En månad utan rader är inte levererad.
-- en:      Delivered rows by month and source in the panel's range. A month without rows has not been delivered.
-- Kind:    timeseries
-- Roles:   leader, analyst, steward, officer, service
-- Reads:   core.delivered_months
-- Column:  month | Månad | Month
-- Column:  source | Källa | Source
-- Column:  n_rows | Rader | Rows
SELECT months.month AS month, months.source AS source, months.n_rows AS n_rows
FROM core.delivered_months AS months
WHERE $__dateFilter(months.month)
ORDER BY month, source
