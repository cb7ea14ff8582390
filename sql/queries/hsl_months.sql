-- hsl_months: Hälso- och sjukvårdens tid | Time of health care
-- sv:      Sjuksköterskors och terapeuters tid per månad: registrerad, uppskattad från åtgärder där besök saknas, resor enligt bemanningstalen, och det som
--          omsorgspersonal gör på delegering.
-- en:      Time of nurses and therapists by month: recorded, estimated from actions where there are no visits, travel by the staffing norms, and what
--          home-care staff do on delegation.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner
-- Reads:   core.areas, mart.hsl_workloads
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Param:   months UInt16 = 12 | Månader bakåt. | Months back.
-- Column:  month | Månad | Month
-- Column:  profession | Yrkesgrupp | Profession
-- Column:  n_clients | Patienter | Patients | persons
-- Column:  recorded_h | Registrerat | Recorded | h
-- Column:  estimated_h | Uppskattat | Estimated | h
-- Column:  travel_h | Resor | Travel | h
-- Column:  delegated_h | På delegering | On delegation | h
-- Column:  delegated_share | Andel delegerat | Share delegated | share
SELECT
    workloads.month AS month,
    toString(workloads.profession) AS profession,
    sum(workloads.n_clients) AS n_clients,
    sum(workloads.recorded_min) / 60 AS recorded_h,
    sum(workloads.estimated_min) / 60 AS estimated_h,
    sum(workloads.travel_min) / 60 AS travel_h,
    sum(workloads.delegated_min) / 60 AS delegated_h,
    delegated_h / nullIf(recorded_h + estimated_h + delegated_h, 0) AS delegated_share
FROM mart.hsl_workloads AS workloads
INNER JOIN core.areas AS areas ON workloads.area_id = areas.area_id AND areas.kind = 'area'
WHERE $__areas(workloads.area_id)
    AND $__conditionalAll(workloads.area_id IN ({areas:Array(String)}), areas)
    AND workloads.month > addMonths($__latestMonth('visits'), -{months:UInt16})
GROUP BY month, profession
ORDER BY profession, month
