-- waiting_counts: Insatser som väntar, per slag | Interventions that wait, by kind
-- sv:      Hur många insatser vars utfall inte går att läsa av än. Färre än fem visas inte.
-- en:      How many interventions whose outcome cannot be read yet. Fewer than five are not shown.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.intervention_kinds, mart.waiting_counts
-- Param:   horizon UInt8 = 6 | Månader efter starten: 3, 6 eller 12. | Months after the start: 3, 6 or 12.
-- Column:  kind | Insats, kod | Intervention, code
-- Column:  title_sv | Insats | Intervention (Swedish)
-- Column:  title_en | Insats (engelska) | Intervention
-- Column:  n_waiting | Väntar | Waiting
-- Column:  n_registered | Bara registrerade här | Only registered here
-- One row per area that is seen; where all are, the row of all of them holds.
WITH seen AS
(
    SELECT counts.area_id AS area_id, counts.kind AS kind, counts.n_waiting AS n_waiting, counts.n_registered AS n_registered, counts.n_clients AS n_clients
    FROM mart.waiting_counts AS counts
    WHERE counts.horizon_months = {horizon:UInt8} AND $__areas(counts.area_id)
)
SELECT
    seen.kind AS kind,
    any(if(kinds.title_sv = '', seen.kind, kinds.title_sv)) AS title_sv,
    any(if(kinds.title_en = '', seen.kind, kinds.title_en)) AS title_en,
    sum(seen.n_waiting) AS n_waiting,
    if(sum(seen.n_registered) >= 5, sum(seen.n_registered), NULL) AS n_registered
FROM seen
LEFT JOIN core.intervention_kinds AS kinds ON seen.kind = kinds.kind
WHERE (seen.area_id = '*') = ((SELECT countIf(all_seen.area_id = '*') FROM seen AS all_seen) > 0)
GROUP BY kind
HAVING sum(seen.n_clients) >= 5
ORDER BY n_waiting DESC, kind
