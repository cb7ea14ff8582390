-- 6. Beviljade och utförda timmar per utförare | Granted against performed hours by provider
-- sv:     Gör varje utförare det som beviljats? Den senaste månaden med levererade besök.
-- en:     Does each provider (utförare) do what was granted? The latest month with visits delivered.
-- Group:  follow-up
-- returns: provider_id, n_clients, granted_h, planned_h, performed_h, performed_share
-- One row: the latest month with visits.
WITH (SELECT max(delivered.month) FROM core.delivered_months AS delivered WHERE delivered.source = 'visits') AS of_month,
-- One row per provider: decisions in force on the month's last day.
granted AS
(
    SELECT provider_id, uniqExact(client_id) AS n_clients, sum(toFloat64(ifNull(granted_h_per_month, 0))) AS granted_h
    FROM core.service_decisions
    WHERE service_code = 'home_care'
        AND is_executed
        AND valid_from <= toLastDayOfMonth(of_month)
        AND ifNull(valid_to, toDate('2149-01-01')) > toLastDayOfMonth(of_month)
    GROUP BY provider_id
),
-- One row per provider: home-care visits in the month.
visited AS
(
    SELECT visits.provider_id AS provider_id, sum(visits.planned_min) / 60 AS planned_h, sum(visits.performed_min) / 60 AS performed_h
    FROM core.visits AS visits
    INNER JOIN core.service_codes AS codes ON visits.service_code = codes.service_code
    WHERE codes.resource = 'home_care'
        AND visits.visit_date BETWEEN of_month AND toLastDayOfMonth(of_month)
    GROUP BY provider_id
)
SELECT
    granted.provider_id AS provider_id,
    granted.n_clients AS n_clients,
    round(granted.granted_h) AS granted_h,
    round(visited.planned_h) AS planned_h,
    round(visited.performed_h) AS performed_h,
    round(visited.performed_h / nullIf(granted.granted_h, 0), 3) AS performed_share
FROM granted
LEFT JOIN visited ON granted.provider_id = visited.provider_id
ORDER BY granted_h DESC, provider_id
