-- area_series: Ett mått, område för område | One measure, area by area
-- sv:      Ett mått per område i panelens period. Utförda timmar saknas (inte noll) där månadens besök inte är levererade.
-- en:      One measure by area in the panel's range. Performed hours are missing (not zero) where the month's visits have not been delivered.
-- Kind:    timeseries
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.areas, mart.area_months
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Param:   measure String = "home_care_granted_h" | Mått: home_care_granted_h, home_care_performed_h, performed_share, granted_h_per_client,
--          granted_h_per_person_80plus, nurse_h, rehab_h, delegated_h, n_home_care_clients, n_hsl_clients, n_special_housing_clients eller
--          n_new_clients. | Measure: one of the same. | area_measures
-- Column:  month | Månad | Month
-- Column:  area_name | Område | Area
-- Column:  value | Värde | Value
SELECT
    months.month AS month,
    areas.area_name AS area_name,
    CAST(multiIf(
        {measure:String} = 'home_care_granted_h', months.home_care_granted_h,
        {measure:String} = 'home_care_performed_h', months.home_care_performed_h,
        {measure:String} = 'performed_share', months.performed_share,
        {measure:String} = 'granted_h_per_client', months.home_care_granted_h / nullIf(months.n_home_care_clients, 0),
        {measure:String} = 'granted_h_per_person_80plus', months.granted_h_per_person_80plus,
        {measure:String} = 'nurse_h', months.nurse_h,
        {measure:String} = 'rehab_h', months.rehab_h,
        {measure:String} = 'delegated_h', months.delegated_h,
        {measure:String} = 'n_home_care_clients', months.n_home_care_clients,
        {measure:String} = 'n_hsl_clients', months.n_hsl_clients,
        {measure:String} = 'n_special_housing_clients', months.n_special_housing_clients,
        {measure:String} = 'n_new_clients', months.n_new_clients,
        NULL), 'Nullable(Float64)') AS value
FROM mart.area_months AS months
INNER JOIN core.areas AS areas ON months.area_id = areas.area_id
WHERE months.area_kind = 'area'
    AND $__dateFilter(months.month)
    AND $__areas(months.area_id)
    AND $__conditionalAll(months.area_id IN ({areas:Array(String)}), areas)
ORDER BY month, area_name
