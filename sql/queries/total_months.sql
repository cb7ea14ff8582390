-- total_months: Kommunen månad för månad | The municipality month by month
-- sv:      Brukare och timmar, områdena tillsammans, i panelens period.
-- en:      Clients and hours, the areas together, in the panel's range.
-- Kind:    timeseries
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   mart.area_months
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Column:  month | Månad | Month
-- Column:  n_clients | Brukare | Clients
-- Column:  n_home_care_clients | Med hemtjänst | With home care
-- Column:  n_hsl_only_clients | Endast HSL | Health care only
-- Column:  home_care_granted_h | Beviljade timmar | Granted hours | h_per_month
-- Column:  home_care_performed_h | Utförda timmar | Performed hours | h
-- Column:  nurse_h | Sjuksköterska | Nurse | h
-- Column:  rehab_h | Rehabilitering | Rehabilitation | h
-- Column:  delegated_h | Delegerat | Delegated | h
SELECT
    months.month AS month,
    sum(months.n_clients) AS n_clients,
    sum(months.n_home_care_clients) AS n_home_care_clients,
    sum(months.n_hsl_only_clients) AS n_hsl_only_clients,
    sum(months.home_care_granted_h) AS home_care_granted_h,
    sumOrNull(months.home_care_performed_h) AS home_care_performed_h,
    sumOrNull(months.nurse_h) AS nurse_h,
    sumOrNull(months.rehab_h) AS rehab_h,
    sumOrNull(months.delegated_h) AS delegated_h
FROM mart.area_months AS months
WHERE months.area_kind IN ('area', '')
    AND $__dateFilter(months.month)
    AND $__areas(months.area_id)
    AND $__conditionalAll(months.area_id IN ({areas:Array(String)}), areas)
GROUP BY month
ORDER BY month
