-- case_waits: Tid från ansökan till beslut | Time from application to decision
-- sv:      Dagar från ansökan till beslut, median per område och månad. Månader med färre än tio ärenden visas inte.
-- en:      Days from application to decision, median by area and month. Months with fewer than ten cases are not shown.
-- Kind:    timeseries
-- Roles:   leader, analyst, planner, service, manager
-- Reads:   core.areas, mart.case_handling
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Column:  month | Månad | Month
-- Column:  area_name | Område | Area
-- Column:  median_wait_days | Väntetid | Wait | days
SELECT cases.month AS month, areas.area_name AS area_name, cases.median_wait_days AS median_wait_days
FROM mart.case_handling AS cases
INNER JOIN core.areas AS areas ON cases.area_id = areas.area_id
WHERE cases.officer_id = 0
    AND cases.n_cases >= 10
    AND $__dateFilter(cases.month)
    AND $__areas(cases.area_id)
    AND $__conditionalAll(cases.area_id IN ({areas:Array(String)}), areas)
ORDER BY month, area_name
