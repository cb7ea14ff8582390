-- model_card_audit: Granskning av snedhet | Bias audit
-- sv:      Varje grupp mot övriga: är skattningarna lika rätt? Det egna intervallet säger hur säkert det är för gruppen; familjens håller för alla jämförelser på en gång. Underkänd är den vars hela familjeintervall ligger utanför gränsen.
-- en:      Each group against the others: are the estimates as right? The own interval says how sure it is of the group; that of the family holds for all comparisons at once. Failed is the one whose whole family interval lies beyond the limit.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, officer, service
-- Reads:   core.areas, core.card_labels, model.audits, model.run_states
-- Param:   model String = "risk" | Modell | Model
-- Param:   target String = "need_doubled" | Mål | Target
-- Param:   run String = "" | Körning; tom för den senaste, också om den inte visas. | Run; empty for the newest, also where it is not shown. | model_card_choices
-- Column:  measure | Mått, kod | Measure code
-- Column:  measure_sv | Mått | Measure (Swedish)
-- Column:  measure_en | Mått (engelska) | Measure
-- Column:  grouping_sv | Indelning | Grouping (Swedish)
-- Column:  grouping_en | Indelning (engelska) | Grouping
-- Column:  group_value | Grupp, kod | Group code
-- Column:  group_sv | Grupp | Group (Swedish)
-- Column:  group_en | Grupp (engelska) | Group
-- Column:  value | Värde | Value
-- Column:  value_low | Nedre gräns | Lower end
-- Column:  value_high | Övre gräns | Upper end
-- Column:  family_low | Nedre gräns, alla på en gång | Lower end, all at once
-- Column:  family_high | Övre gräns, alla på en gång | Upper end, all at once
-- Column:  limit_low | Lägst inom gränsen | Lowest within the limit
-- Column:  limit_high | Högst inom gränsen | Highest within the limit
-- Column:  verdict | Omdöme, kod | Verdict code
-- Column:  verdict_sv | Omdöme | Verdict (Swedish)
-- Column:  verdict_en | Omdöme (engelska) | Verdict
-- Column:  n_clients | Brukare | Clients
-- Column:  n_events | Rader med utfallet | Rows with the outcome
SELECT
    audits.measure AS measure,
    ifNull(measures.title_sv, toString(audits.measure)) AS measure_sv,
    ifNull(measures.title_en, toString(audits.measure)) AS measure_en,
    ifNull(sides.title_sv, toString(audits.group_name)) AS grouping_sv,
    ifNull(sides.title_en, toString(audits.group_name)) AS grouping_en,
    audits.group_value AS group_value,
    multiIf(isNotNull(members.title_sv), members.title_sv, isNotNull(areas.area_name), areas.area_name, replaceOne(replaceAll(toString(audits.group_value), '-', '–'), ' and over', ' och över')) AS group_sv,
    multiIf(isNotNull(members.title_en), members.title_en, isNotNull(areas.area_name), areas.area_name, replaceAll(toString(audits.group_value), '-', '–')) AS group_en,
    audits.value AS value,
    audits.value_low AS value_low,
    audits.value_high AS value_high,
    audits.family_low AS family_low,
    audits.family_high AS family_high,
    audits.limit_low AS limit_low,
    audits.limit_high AS limit_high,
    toString(audits.verdict) AS verdict,
    ifNull(verdicts.title_sv, '') AS verdict_sv,
    ifNull(verdicts.title_en, '') AS verdict_en,
    audits.n_clients AS n_clients,
    audits.n_events AS n_events
FROM model.audits AS audits
LEFT JOIN (SELECT code, position, title_sv, title_en FROM core.card_labels WHERE kind = 'metric') AS measures ON audits.measure = measures.code
LEFT JOIN (SELECT code, position, title_sv, title_en FROM core.card_labels WHERE kind = 'grouping') AS sides ON audits.group_name = sides.code
LEFT JOIN (SELECT code, title_sv, title_en FROM core.card_labels WHERE kind = 'group') AS members ON audits.group_value = members.code
LEFT JOIN (SELECT area_id, toString(any(named.area_name)) AS area_name FROM core.areas AS named GROUP BY area_id) AS areas ON audits.group_name = 'area' AND audits.group_value = areas.area_id
LEFT JOIN (SELECT code, title_sv, title_en FROM core.card_labels WHERE kind = 'verdict') AS verdicts ON toString(audits.verdict) = verdicts.code
WHERE audits.run_id IN (
    SELECT states.run_id
    FROM model.run_states AS states
    WHERE if({run:String} = '', states.is_newest AND states.model = {model:String} AND states.target = {target:String}, toString(states.run_id) = {run:String}))
ORDER BY audits.verdict = 'failed' DESC, measures.position, sides.position, startsWith(toString(audits.group_value), 'under') DESC, audits.group_value
