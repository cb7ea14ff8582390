-- area_months: Områdena månad för månad | The areas month by month
-- sv:      Brukare och timmar per område i panelens period. Utförda timmar saknas (inte noll) där månadens besök inte är levererade.
-- en:      Clients and hours by area in the panel's range. Performed hours are missing (not zero) where the month's visits have not been
--          delivered.
-- Kind:    timeseries
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.areas, mart.area_months
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Column:  month | Månad | Month
-- Column:  area_name | Område | Area
-- Column:  n_home_care_clients | Med hemtjänst | With home care
-- Column:  n_hsl_clients | Med HSL | With health care
-- Column:  n_new_clients | Nya | New
-- Column:  home_care_granted_h | Beviljade timmar | Granted hours | h_per_month
-- Column:  home_care_performed_h | Utförda timmar | Performed hours | h
-- Column:  nurse_h | Sjuksköterska | Nurse | h
-- Column:  rehab_h | Rehabilitering | Rehabilitation | h
-- Column:  delegated_h | Delegerat | Delegated | h
SELECT
    months.month AS month,
    areas.area_name AS area_name,
    months.n_home_care_clients AS n_home_care_clients,
    months.n_hsl_clients AS n_hsl_clients,
    months.n_new_clients AS n_new_clients,
    months.home_care_granted_h AS home_care_granted_h,
    months.home_care_performed_h AS home_care_performed_h,
    months.nurse_h AS nurse_h,
    months.rehab_h AS rehab_h,
    months.delegated_h AS delegated_h
FROM mart.area_months AS months
INNER JOIN core.areas AS areas ON months.area_id = areas.area_id
WHERE months.area_kind = 'area'
    AND $__dateFilter(months.month)
    AND $__areas(months.area_id)
    AND $__conditionalAll(months.area_id IN ({areas:Array(String)}), areas)
ORDER BY month, area_name
