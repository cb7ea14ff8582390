-- area_comparison: Områdena jämförda | The areas compared
-- sv:      Områdena den senaste månaden: nivå, förändring på ett år och väntade timmar om ett år. Jämför per invånare 80 år och äldre, inte
--          i antal.
-- en:      The areas in the latest month: level, change in a year, and hours expected in a year. Compare per inhabitant of 80 and over, not
--          in numbers.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.areas, mart.area_months, model.current_runs, model.forecasts
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Column:  area_id | Kod | Code
-- Column:  area_name | Område | Area
-- Column:  month | Månad | Month
-- Column:  n_clients | Brukare | Clients
-- Column:  n_home_care_clients | Med hemtjänst | With home care
-- Column:  home_care_granted_h | Beviljade timmar | Granted hours | h_per_month
-- Column:  granted_h_per_client | Timmar per brukare | Hours per client | h_per_month
-- Column:  granted_h_per_person_80plus | Timmar per invånare 80+ | Hours per inhabitant 80+ | h_per_month
-- Column:  performed_share | Utfört av beviljat | Performed of granted | share
-- Column:  granted_change_share | Förändring på ett år | Change in a year | share
-- Column:  expected_h | Väntade timmar om ett år | Hours expected in a year | h_per_month
-- Column:  expected_change_share | Väntad förändring | Expected change | share
-- One row per area: the forecast twelve months ahead.
WITH expected AS
(
    SELECT forecasts.scope_id AS area_id, sum(forecasts.mean) AS expected_h
    FROM model.forecasts AS forecasts
    WHERE forecasts.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
        AND forecasts.scope_kind = 'area'
        AND forecasts.resource = 'home_care_h'
        AND forecasts.scenario = 'as_today'
        AND forecasts.driver = 'all'
        AND forecasts.horizon_months = 12
        AND forecasts.method = if('blend' IN (SELECT published.method FROM model.forecasts AS published WHERE published.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')), 'blend', 'courses')
    GROUP BY area_id
)
SELECT
    now.area_id AS area_id,
    areas.area_name AS area_name,
    now.month AS month,
    now.n_clients AS n_clients,
    now.n_home_care_clients AS n_home_care_clients,
    now.home_care_granted_h AS home_care_granted_h,
    now.home_care_granted_h / nullIf(now.n_home_care_clients, 0) AS granted_h_per_client,
    now.granted_h_per_person_80plus AS granted_h_per_person_80plus,
    now.performed_share AS performed_share,
    now.home_care_granted_h / nullIf(before.home_care_granted_h, 0) - 1 AS granted_change_share,
    expected.expected_h AS expected_h,
    expected.expected_h / nullIf(now.home_care_granted_h, 0) - 1 AS expected_change_share
FROM mart.area_months AS now
INNER JOIN core.areas AS areas ON now.area_id = areas.area_id
LEFT JOIN mart.area_months AS before ON now.area_id = before.area_id AND addMonths(now.month, -12) = before.month
LEFT JOIN expected ON now.area_id = expected.area_id
WHERE now.area_kind = 'area'
    AND now.month = $__latestMonth
    AND $__areas(now.area_id)
    AND $__conditionalAll(now.area_id IN ({areas:Array(String)}), areas)
ORDER BY home_care_granted_h DESC, area_id
