-- hsl_workloads: HSL-tid för en yrkesgrupp | Health-care time of a profession
-- sv:      Tid hos brukare, resor och delegerad tid, månad för månad i panelens period. Där besök saknas är tiden beräknad ur registrerade
--          åtgärder.
-- en:      Time with clients, travel and delegated time, month by month in the panel's range. Where visits are missing the time is estimated
--          from registered actions.
-- Kind:    timeseries
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   mart.hsl_workloads
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Param:   profession String = "nurse" | Yrkesgrupp: nurse, occupational_therapist eller physical_therapist. | Profession: one of the same.
-- Column:  month | Månad | Month
-- Column:  recorded_h | Registrerad tid hos brukare | Recorded time with clients | h
-- Column:  estimated_h | Beräknad tid hos brukare | Estimated time with clients | h
-- Column:  travel_h | Resor | Travel | h
-- Column:  delegated_h | Delegerat | Delegated | h
SELECT
    loads.month AS month,
    sum(loads.recorded_min) / 60 AS recorded_h,
    sum(loads.estimated_min) / 60 AS estimated_h,
    sum(loads.travel_min) / 60 AS travel_h,
    sum(loads.delegated_min) / 60 AS delegated_h
FROM mart.hsl_workloads AS loads
WHERE loads.profession = {profession:String}
    AND $__dateFilter(loads.month)
    AND $__areas(loads.area_id)
    AND $__conditionalAll(loads.area_id IN ({areas:Array(String)}), areas)
GROUP BY month
ORDER BY month
