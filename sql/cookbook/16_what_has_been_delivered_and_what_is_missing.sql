-- 16. Vad som har levererats, och vad som saknas | What has been delivered, and what is missing
-- sv:     Varje källa med sin första och nyaste månad, och månaderna däremellan som aldrig kom.
-- en:     Each source with its first and newest month, and the months between that never came.
-- Group:  data
-- returns: source, first_month, newest_month, n_months, missing_months
SELECT
    source,
    min(month) AS first_month,
    max(month) AS newest_month,
    uniqExact(month) AS n_months,
    arrayMap(
        m -> formatDateTime(m, '%Y-%m'),
        arrayFilter(
            m -> NOT has(groupArray(month), m),
            arrayMap(n -> addMonths(min(month), n), range(toUInt32(dateDiff('month', min(month), max(month))))))) AS missing_months
FROM core.delivered_months
GROUP BY source
ORDER BY source
