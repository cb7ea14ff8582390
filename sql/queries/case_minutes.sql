-- case_minutes: Tid per ärende | Time per case
-- sv:      Minuter per ärende för möten, dokumentation, resor och annat, i medeltal. Månader med färre än tio ärenden med tid visas inte.
-- en:      Minutes per case of meetings, documentation, travel and other work, on average. Months with fewer than ten timed cases are not
--          shown.
-- Kind:    timeseries
-- Roles:   leader, analyst, planner, service, manager
-- Reads:   mart.case_handling
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Column:  month | Månad | Month
-- Column:  meeting_min | Möten | Meetings | min
-- Column:  documentation_min | Dokumentation | Documentation | min
-- Column:  travel_min | Resor | Travel | min
-- Column:  other_min | Annat | Other | min
SELECT
    cases.month AS month,
    sum(cases.meeting_min * cases.n_timed_cases) / sum(cases.n_timed_cases) AS meeting_min,
    sum(cases.documentation_min * cases.n_timed_cases) / sum(cases.n_timed_cases) AS documentation_min,
    sum(cases.travel_min * cases.n_timed_cases) / sum(cases.n_timed_cases) AS travel_min,
    sum(cases.other_min * cases.n_timed_cases) / sum(cases.n_timed_cases) AS other_min
FROM mart.case_handling AS cases
WHERE cases.officer_id = 0
    AND cases.n_timed_cases > 0
    AND $__dateFilter(cases.month)
    AND $__areas(cases.area_id)
    AND $__conditionalAll(cases.area_id IN ({areas:Array(String)}), areas)
GROUP BY month
HAVING sum(cases.n_timed_cases) >= 10
ORDER BY month
