-- access_days: Åtkomster per dag | Accesses by day
-- sv:      Åtkomster per dag i panelens period: alla, de som visade brukare, och de som avvisades.
-- en:      Accesses by day in the panel's range: all, those that showed clients, and those that were refused.
-- Kind:    timeseries
-- Roles:   officer
-- Reads:   ops.access_log
-- Column:  day | Dag | Day
-- Column:  n_accesses | Alla | All
-- Column:  n_with_clients | Visade brukare | Showed clients
-- Column:  n_refused | Avvisade | Refused
SELECT
    toStartOfDay(log.accessed_at, 'Europe/Stockholm') AS day,
    count() AS n_accesses,
    countIf(log.n_rows > 0 AND (log.n_clients > 0 OR log.has_unnamed_clients)) AS n_with_clients,
    countIf(log.outcome = 'refused') AS n_refused
FROM ops.access_log AS log
WHERE $__timeFilter(log.accessed_at) AND log.outcome != 'started'
GROUP BY day
ORDER BY day
