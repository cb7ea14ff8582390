-- missing_months: Månader som saknas | Missing months
-- sv:      Antal månader per källa som inte har levererats mellan den första och den senaste: för larm.
-- en:      Months by source that have not been delivered between the first and the newest: for alerts.
-- Kind:    table
-- Roles:   leader, analyst, planner, steward, officer, service
-- Reads:   core.delivered_months
-- Column:  source | Källa | Source
-- Column:  n_missing | Saknas | Missing
SELECT source, toUInt32(dateDiff('month', min(month), max(month)) + 1 - uniqExact(month)) AS n_missing
FROM core.delivered_months
GROUP BY source
ORDER BY source
