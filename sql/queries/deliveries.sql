-- deliveries: Vad som levererats | What has been delivered
-- sv:      Första och senaste månad per källa, och månader däremellan som aldrig kom.
-- en:      First and newest month by source, and months between that never came.
-- Kind:    table
-- Roles:   leader, analyst, steward, officer, service
-- Reads:   core.delivered_months
-- Column:  source | Källa | Source
-- Column:  first_month | Första månad | First month
-- Column:  newest_month | Senaste månad | Newest month
-- Column:  n_months | Månader | Months
-- Column:  n_missing | Saknas | Missing
-- Column:  missing_months | Månader som saknas | Months missing
-- Column:  n_rows | Rader | Rows
SELECT
    source,
    min(month) AS first_month,
    max(month) AS newest_month,
    uniqExact(month) AS n_months,
    length(missing_months) AS n_missing,
    arrayMap(
        m -> formatDateTime(m, '%Y-%m'),
        arrayFilter(
            m -> NOT has(groupArray(month), m),
            arrayMap(n -> addMonths(min(month), n), range(toUInt32(dateDiff('month', min(month), max(month))))))) AS missing_months,
    sum(delivered.n_rows) AS n_rows
FROM core.delivered_months AS delivered
GROUP BY source
ORDER BY source
