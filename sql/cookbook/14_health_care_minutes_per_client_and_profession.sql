-- 14. Minuter hälso- och sjukvård per brukare och yrke | Health-care minutes per client and profession
-- sv:     Besök av sjuksköterskor och rehabpersonal, och delegerade insatser av hemtjänsten, den senaste månaden med besök.
-- en:     Visits by nurses and therapists, and delegated actions by home-care staff, in the latest month with visits.
-- Group:  follow-up
-- returns: service_code, name_sv, n_clients, n_visits, performed_h, min_per_client
SELECT
    visits.service_code AS service_code,
    any(codes.name_sv) AS name_sv,
    uniqExact(visits.client_id) AS n_clients,
    sum(visits.n_visits) AS n_visits,
    round(sum(visits.performed_min) / 60, 1) AS performed_h,
    round(sum(visits.performed_min) / n_clients) AS min_per_client
FROM core.visits AS visits
INNER JOIN core.service_codes AS codes ON visits.service_code = codes.service_code
WHERE codes.resource IN ('nurse', 'rehab', 'delegated')
    AND toStartOfMonth(visits.visit_date) = (SELECT max(delivered.month) FROM core.delivered_months AS delivered WHERE delivered.source = 'visits')
GROUP BY service_code
ORDER BY performed_h DESC
