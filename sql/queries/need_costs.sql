-- need_costs: Vad behoven kostar | What the needs cost
-- sv:      Dagens behov per område: timmar och kronor enligt norm, enligt praxis i hela kommunen och enligt det som är registrerat. Vana är
--          vad områdets sätt att arbeta lägger till eller drar ifrån.
-- en:      The needs of today by area: hours and money by the norm, by practice in all areas and as recorded. Habit is what the area's way of
--          working adds or takes away.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.areas, mart.need_costs
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Param:   resource String = "home_care_granted" | Resurs: home_care_granted, home_care_performed, nurse, occupational_therapy eller
--          physical_therapy. | Resource: one of the same.
-- Column:  area_id | Kod | Code
-- Column:  area_name | Område | Area
-- Column:  n_clients | Brukare | Clients
-- Column:  norm_h | Enligt norm | By the norm | h_per_month
-- Column:  practice_h | Enligt praxis | By practice | h_per_month
-- Column:  habit_h | Vana | Habit | h_per_month
-- Column:  recorded_h | Registrerat | Recorded | h_per_month
-- Column:  norm_sek | Norm, kronor | Norm, SEK | sek
-- Column:  practice_sek | Praxis, kronor | Practice, SEK | sek
-- Column:  recorded_sek | Registrerat, kronor | Recorded, SEK | sek
SELECT
    costs.area_id AS area_id,
    areas.area_name AS area_name,
    costs.n_clients AS n_clients,
    costs.norm_h AS norm_h,
    costs.practice_h AS practice_h,
    costs.habit_h AS habit_h,
    costs.recorded_h AS recorded_h,
    costs.norm_sek AS norm_sek,
    costs.practice_sek AS practice_sek,
    costs.recorded_sek AS recorded_sek
FROM mart.need_costs AS costs
INNER JOIN core.areas AS areas ON costs.area_id = areas.area_id
WHERE costs.resource = {resource:String}
    AND $__areas(costs.area_id)
    AND $__conditionalAll(costs.area_id IN ({areas:Array(String)}), areas)
ORDER BY area_name
