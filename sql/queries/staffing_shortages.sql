-- staffing_shortages: Behov av personal mot kapacitet | Need of staff against capacity
-- sv:      Arbetstid som behövs mot tillgänglig, per område och yrkesgrupp: var den inte räcker, när först och som mest. Störst brist, som andel av
--          behovet, först.
-- en:      Working hours needed against available ones, by area and profession: where they do not suffice, when first and when most. The greatest
--          shortage, as a share of the need, first.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner
-- Reads:   core.areas, mart.staffing
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Param:   scenario String = "as_today" | Scenario. | Scenario. | scenarios_of_forecasts
-- Param:   months UInt16 = 12 | Så många månader från den första. | So many months from the first.
-- Column:  area_id | Kod | Code
-- Column:  area_name | Område | Area
-- Column:  profession | Yrkesgrupp | Profession
-- Column:  n_months | Månader | Months | months
-- Column:  n_short_months | Månader med brist | Months short | months
-- Column:  first_short_month | Brist från | Short from
-- Column:  worst_month | Störst brist | Most short
-- Column:  worst_gap_fte | Glapp då, årsarbetare | Gap then, full-time equivalents
-- Column:  needed_fte | Behövs | Needed
-- Column:  available_fte | Finns | Available
-- Column:  gap_fte | Glapp | Gap
-- Column:  gap_share | Glapp av behovet | Gap of the need | share
-- Column:  vacant_fte | Vakanta tjänster | Vacant positions
-- Column:  cost_sek | Kostnad för behovet | Cost of the need | sek
-- Column:  gap_sek | Glapp i kronor | Gap in SEK | sek
-- Column:  is_capacity_assumed | Kapacitet antagen | Capacity assumed
-- Column:  is_norm_example | Bemanningstal är exempel | Norms are examples
SELECT
    staffing.area_id AS area_id,
    any(areas.area_name) AS area_name,
    staffing.profession AS profession,
    count() AS n_months,
    countIf(staffing.gap_h < 0) AS n_short_months,
    minOrNullIf(staffing.month, staffing.gap_h < 0) AS first_short_month,
    argMinOrNull(staffing.month, staffing.gap_fte) AS worst_month,
    minOrNull(staffing.gap_fte) AS worst_gap_fte,
    avg(staffing.needed_fte) AS needed_fte,
    avgOrNull(staffing.available_fte) AS available_fte,
    avgOrNull(staffing.gap_fte) AS gap_fte,
    sumOrNull(staffing.gap_h) / nullIf(sumIf(staffing.needed_h, isNotNull(staffing.gap_h)), 0) AS gap_share,
    argMinOrNull(staffing.vacant_fte, staffing.month) AS vacant_fte,
    sumOrNull(staffing.cost_sek) AS cost_sek,
    sumOrNull(staffing.gap_h * staffing.cost_sek_per_h) AS gap_sek,
    max(staffing.is_capacity_assumed) AS is_capacity_assumed,
    max(staffing.is_norm_example) AS is_norm_example
FROM mart.staffing AS staffing
INNER JOIN core.areas AS areas ON staffing.area_id = areas.area_id AND areas.kind = 'area'
WHERE $__areas(staffing.area_id)
    AND $__conditionalAll(staffing.area_id IN ({areas:Array(String)}), areas)
    AND staffing.scenario = {scenario:String}
    AND staffing.horizon_months <= {months:UInt16}
GROUP BY area_id, profession
ORDER BY isNull(gap_share), gap_share, area_id, profession
