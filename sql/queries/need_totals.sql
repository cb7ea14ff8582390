-- need_totals: Vad behoven kostar | What needs cost
-- sv:      Den senaste månaden: tid och kostnad för bedömda behov enligt normen, som liknande behov brukar få (praxis), och det som är registrerat.
--          Raderna utan område är summan.
-- en:      The latest month: time and cost of assessed needs by the norm, as such needs use to get (practice), and what was recorded. The rows without
--          an area are the sum.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner
-- Reads:   core.areas, core.need_norms, mart.need_costs
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Column:  area_id | Kod | Code
-- Column:  area_name | Område | Area
-- Column:  resource | Tid | Time
-- Column:  profession | Yrkesgrupp | Profession
-- Column:  month | Månad | Month
-- Column:  n_clients | Brukare | Clients | persons
-- Column:  n_assessed_clients | Bedömda | Assessed | persons
-- Column:  norm_h | Enligt norm | By the norm | h_per_month
-- Column:  practice_h | Enligt praxis | By practice | h_per_month
-- Column:  recorded_h | Registrerat | Recorded | h_per_month
-- Column:  habit_h | Områdets vana | Habit of the area | h_per_month
-- Column:  remainder_h | Oförklarat | Not explained | h_per_month
-- Column:  norm_sek | Norm i kronor | Norm in SEK | sek
-- Column:  practice_sek | Praxis i kronor | Practice in SEK | sek
-- Column:  recorded_sek | Registrerat i kronor | Recorded in SEK | sek
-- Column:  is_norm_example | Normen är ett exempel | The norm is an example
SELECT
    -- Each row counts in its area and in the sum of all that one sees, whose code is empty.
    arrayJoin(['', toString(costs.area_id)]) AS area_id,
    if(area_id = '', '', any(areas.area_name)) AS area_name,
    toString(costs.resource) AS resource,
    any(costs.profession) AS profession,
    max(costs.month) AS month,
    sum(costs.n_clients) AS n_clients,
    sum(costs.n_assessed_clients) AS n_assessed_clients,
    sum(costs.norm_h) AS norm_h,
    sum(costs.practice_h) AS practice_h,
    sum(costs.recorded_h) AS recorded_h,
    sum(costs.habit_h) AS habit_h,
    sum(costs.remainder_h) AS remainder_h,
    sumOrNull(costs.norm_sek) AS norm_sek,
    sumOrNull(costs.practice_sek) AS practice_sek,
    sumOrNull(costs.recorded_sek) AS recorded_sek,
    max(costs.profession IN (SELECT norms.profession FROM core.need_norms AS norms WHERE norms.is_example)) AS is_norm_example
FROM mart.need_costs AS costs
INNER JOIN core.areas AS areas ON costs.area_id = areas.area_id
WHERE $__areas(costs.area_id)
    AND $__conditionalAll(costs.area_id IN ({areas:Array(String)}), areas)
GROUP BY area_id, resource
ORDER BY resource, area_id != '', area_name
