-- waiting_counts: Insatser som väntar, per slag | Interventions that wait, by kind
-- sv:      Hur många insatser vars utfall inte går att läsa av än. Färre än fem visas inte.
-- en:      How many interventions whose outcome cannot be read yet. Fewer than five are not shown.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.intervention_kinds, core.known_interventions, mart.follow_ups
-- Param:   horizon UInt8 = 6 | Månader efter starten: 3, 6 eller 12. | Months after the start: 3, 6 or 12.
-- Column:  kind | Insats, kod | Intervention, code
-- Column:  title_sv | Insats | Intervention (Swedish)
-- Column:  title_en | Insats (engelska) | Intervention
-- Column:  n_waiting | Väntar | Waiting
-- Column:  n_registered | Bara registrerade här | Only registered here
SELECT
    known.kind AS kind,
    any(if(kinds.title_sv = '', known.kind, kinds.title_sv)) AS title_sv,
    any(if(kinds.title_en = '', known.kind, kinds.title_en)) AS title_en,
    count() AS n_waiting,
    nullIf(if(countIf(NOT known.is_delivered) >= 5, countIf(NOT known.is_delivered), 0), 0) AS n_registered
FROM core.known_interventions AS known
LEFT JOIN core.intervention_kinds AS kinds ON known.kind = kinds.kind
WHERE (NOT known.is_delivered OR known.intervention_id IN
    (
        SELECT follow_ups.intervention_id FROM mart.follow_ups AS follow_ups WHERE follow_ups.horizon_months = {horizon:UInt8} AND follow_ups.followed = 'not_yet'
    ))
    AND $__clients(known.client_id)
GROUP BY kind
HAVING uniqExact(known.client_id) >= 5
ORDER BY n_waiting DESC, kind
