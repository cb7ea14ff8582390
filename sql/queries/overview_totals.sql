-- overview_totals: Totalt | Totals
-- sv:      Brukare och timmar den senaste månaden, och förändringen på tolv månader. Beviljade timmar är den sista dagens.
-- en:      Clients and hours in the latest month, and the change in twelve months. Granted hours are those of the last day.
-- Kind:    value
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   mart.area_months
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Column:  month | Månad | Month
-- Column:  n_clients | Brukare | Clients
-- Column:  n_home_care_clients | Med hemtjänst | With home care
-- Column:  n_hsl_only_clients | Endast HSL | Health care only
-- Column:  n_special_housing_clients | Särskilt boende | Special housing
-- Column:  n_new_clients | Nya | New
-- Column:  home_care_granted_h | Beviljade timmar | Granted hours | h_per_month
-- Column:  home_care_performed_h | Utförda timmar | Performed hours | h
-- Column:  performed_share | Utfört av beviljat | Performed of granted | share
-- Column:  nurse_h | Sjuksköterska | Nurse | h
-- Column:  rehab_h | Rehabilitering | Rehabilitation | h
-- Column:  delegated_h | Delegerat | Delegated | h
-- Column:  granted_change_share | Beviljat, förändring på ett år | Granted, change in a year | share
-- Column:  clients_change_share | Brukare, förändring på ett år | Clients, change in a year | share
-- One row per month: the areas together, and those whose area is not known where one sees all.
WITH months AS
(
    SELECT
        month,
        sum(area_months.n_clients) AS n_clients,
        sum(area_months.n_home_care_clients) AS n_home_care_clients,
        sum(area_months.n_hsl_only_clients) AS n_hsl_only_clients,
        sum(area_months.n_special_housing_clients) AS n_special_housing_clients,
        sum(area_months.n_new_clients) AS n_new_clients,
        sum(area_months.home_care_granted_h) AS home_care_granted_h,
        sumOrNull(area_months.home_care_performed_h) AS home_care_performed_h,
        sumOrNull(area_months.nurse_h) AS nurse_h,
        sumOrNull(area_months.rehab_h) AS rehab_h,
        sumOrNull(area_months.delegated_h) AS delegated_h
    FROM mart.area_months AS area_months
    WHERE area_months.area_kind IN ('area', '')
        AND $__areas(area_months.area_id)
        AND $__conditionalAll(area_months.area_id IN ({areas:Array(String)}), areas)
    GROUP BY month
)
SELECT
    now.month AS month,
    now.n_clients AS n_clients,
    now.n_home_care_clients AS n_home_care_clients,
    now.n_hsl_only_clients AS n_hsl_only_clients,
    now.n_special_housing_clients AS n_special_housing_clients,
    now.n_new_clients AS n_new_clients,
    now.home_care_granted_h AS home_care_granted_h,
    now.home_care_performed_h AS home_care_performed_h,
    now.home_care_performed_h / nullIf(now.home_care_granted_h, 0) AS performed_share,
    now.nurse_h AS nurse_h,
    now.rehab_h AS rehab_h,
    now.delegated_h AS delegated_h,
    now.home_care_granted_h / nullIf(before.home_care_granted_h, 0) - 1 AS granted_change_share,
    now.n_clients / nullIf(before.n_clients, 0) - 1 AS clients_change_share
FROM months AS now
LEFT JOIN months AS before ON addMonths(now.month, -12) = before.month
ORDER BY month DESC
LIMIT 1
