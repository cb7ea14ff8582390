-- staffing_gaps: Personal som saknas | Staff that is missing
-- sv:      Behov enligt prognosen mot personalen som finns, per område och yrkesgrupp, i arbetstid: resor och annat arbete är inräknade.
--          Minus är brist.
-- en:      Need by the forecast against the staff that there is, by area and profession, in working time: travel and other work are included.
--          Minus is a shortage.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.areas, mart.staffing
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Param:   scenario String = "as_today" | Scenario. | Scenario. | scenarios_of_forecasts
-- Param:   horizon UInt16 = 12 | Månader framåt. | Months ahead.
-- Column:  area_id | Kod | Code
-- Column:  area_name | Område | Area
-- Column:  profession | Yrkesgrupp | Profession
-- Column:  month | Månad | Month
-- Column:  needed_fte | Behövs, årsarbetare | Needed, full-time equivalents
-- Column:  available_fte | Finns, årsarbetare | Available, full-time equivalents
-- Column:  gap_fte | Skillnad, årsarbetare | Difference, full-time equivalents
-- Column:  gap_share | Skillnad av det som finns | Difference of what there is | share
-- Column:  cost_sek | Kostnad för behovet | Cost of the need | sek
-- Column:  is_capacity_assumed | Kapaciteten antagen | Capacity assumed
-- Column:  is_norm_example | Schablon är exempel | Norm is an example
SELECT
    staffing.area_id AS area_id,
    areas.area_name AS area_name,
    staffing.profession AS profession,
    staffing.month AS month,
    staffing.needed_fte AS needed_fte,
    staffing.available_fte AS available_fte,
    staffing.gap_fte AS gap_fte,
    staffing.gap_fte / nullIf(staffing.available_fte, 0) AS gap_share,
    staffing.cost_sek AS cost_sek,
    staffing.is_capacity_assumed AS is_capacity_assumed,
    staffing.is_norm_example AS is_norm_example
FROM mart.staffing AS staffing
INNER JOIN core.areas AS areas ON staffing.area_id = areas.area_id
WHERE areas.kind = 'area'
    AND $__areas(staffing.area_id)
    AND $__conditionalAll(staffing.area_id IN ({areas:Array(String)}), areas)
    AND staffing.scenario = {scenario:String}
    AND staffing.horizon_months = {horizon:UInt16}
ORDER BY gap_share, area_name, profession
