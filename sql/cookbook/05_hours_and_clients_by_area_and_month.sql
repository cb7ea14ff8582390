-- 5. Timmar och brukare per område och månad | Hours and clients by area and month
-- sv:     Ett års förlopp: hur många som har hemtjänst, och hur många timmar som är beviljade och utförda.
-- en:     The course of a year: how many have home care, and how many hours are granted (beviljade) and performed (utförda).
-- Group:  follow-up
-- returns: month, area_name, n_home_care_clients, home_care_granted_h, home_care_performed_h, performed_share, granted_h_per_person_80plus
SELECT
    months.month AS month,
    areas.area_name AS area_name,
    months.n_home_care_clients AS n_home_care_clients,
    round(months.home_care_granted_h) AS home_care_granted_h,
    round(months.home_care_performed_h) AS home_care_performed_h,
    round(months.performed_share, 3) AS performed_share,
    round(months.granted_h_per_person_80plus, 2) AS granted_h_per_person_80plus
FROM mart.area_months AS months
INNER JOIN core.areas AS areas ON months.area_id = areas.area_id
WHERE months.area_kind = 'area'
    AND months.month > addMonths((SELECT max(latest.month) FROM mart.area_months AS latest), -12)
ORDER BY month, area_name
