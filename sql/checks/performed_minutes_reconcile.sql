-- The minutes of nurses, therapists and delegated care in mart.client_months are those of core.visits for the same clients and months.
WITH performed AS
(
    SELECT visits.client_id AS client_id, toStartOfMonth(visits.visit_date) AS month, sum(visits.performed_min) AS performed_min
    FROM core.visits AS visits
    WHERE visits.service_code IN ('nurse', 'occupational_therapy', 'physical_therapy', 'delegated')
    GROUP BY client_id, month
)
SELECT months.client_id AS client_id, months.month AS month, performed.performed_min AS visits_min, months.nurse_min + months.rehab_min + months.delegated_min AS mart_min
FROM mart.client_months AS months
INNER JOIN performed ON months.client_id = performed.client_id AND months.month = performed.month
WHERE visits_min != mart_min;
