-- areas_in_month: Områdena en månad | The areas in a month
-- sv:      Områdena den valda månaden, och förändringen sedan samma månad året före. Jämför per brukare eller per invånare, inte i antal.
-- en:      The areas in the chosen month, and the change since the same month of the year before. Compare by client or by inhabitant, not in
--          numbers.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.areas, mart.area_months
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Param:   month Date = "1970-01-01" | Månad, dess första dag; 1970-01-01 = den senaste. | Month, its first day; 1970-01-01 = the latest. |
--          months
-- Column:  area_id | Kod | Code
-- Column:  area_name | Område | Area
-- Column:  n_home_care_clients | Med hemtjänst | With home care
-- Column:  n_hsl_clients | Med HSL | With health care
-- Column:  home_care_granted_h | Beviljade timmar | Granted hours | h_per_month
-- Column:  granted_change_share | Beviljat, förändring på ett år | Granted, change in a year | share
-- Column:  granted_h_per_client | Timmar per brukare | Hours per client | h_per_month
-- Column:  granted_h_per_person_80plus | Timmar per invånare 80+ | Hours per inhabitant 80+ | h_per_month
-- Column:  performed_share | Utfört av beviljat | Performed of granted | share
-- Column:  nurse_h | Sjuksköterska | Nurse | h
-- Column:  rehab_h | Rehabilitering | Rehabilitation | h
-- Column:  delegated_h | Delegerat | Delegated | h
WITH if({month:Date} <= toDate('1970-01-01'), toDate($__latestMonth), {month:Date}) AS wanted
SELECT
    now.area_id AS area_id,
    areas.area_name AS area_name,
    now.n_home_care_clients AS n_home_care_clients,
    now.n_hsl_clients AS n_hsl_clients,
    now.home_care_granted_h AS home_care_granted_h,
    now.home_care_granted_h / nullIf(before.home_care_granted_h, 0) - 1 AS granted_change_share,
    now.home_care_granted_h / nullIf(now.n_home_care_clients, 0) AS granted_h_per_client,
    now.granted_h_per_person_80plus AS granted_h_per_person_80plus,
    now.performed_share AS performed_share,
    now.nurse_h AS nurse_h,
    now.rehab_h AS rehab_h,
    now.delegated_h AS delegated_h
FROM mart.area_months AS now
INNER JOIN core.areas AS areas ON now.area_id = areas.area_id
LEFT JOIN mart.area_months AS before ON now.area_id = before.area_id AND addMonths(now.month, -12) = before.month
WHERE now.area_kind = 'area'
    AND now.month = wanted
    AND $__areas(now.area_id)
    AND $__conditionalAll(now.area_id IN ({areas:Array(String)}), areas)
ORDER BY home_care_granted_h DESC, area_id
