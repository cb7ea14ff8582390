-- follow_up_waiting: Insatser som väntar på utfall | Interventions that wait for their outcome
-- sv:      Insatser vars utfall inte går att läsa av än: de som bara är registrerade här, och de vars månader inte har gått.
-- en:      Interventions whose outcome cannot be read yet: those only registered here, and those whose months have not passed.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   core.delivered_months, core.intervention_kinds, core.known_interventions, mart.candidates, mart.follow_ups
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Param:   kinds Array(String) = [] | Insatser; tomt = alla. | Interventions; empty = all. | intervention_kinds
-- Param:   horizon UInt8 = 6 | Månader efter starten: 3, 6 eller 12. | Months after the start: 3, 6 or 12.
-- Column:  client_id | Brukare | Client
-- Column:  area_id | Område, kod | Area, code
-- Column:  area_name | Område | Area
-- Column:  kind | Insats, kod | Intervention, code
-- Column:  title_sv | Insats | Intervention (Swedish)
-- Column:  title_en | Insats (engelska) | Intervention
-- Column:  started_date | Början | Start
-- Column:  outcome_month | Utfall tidigast | Outcome at the earliest
-- Column:  believed_change_h | Vi trodde | We believed | h_per_month
-- Column:  is_delivered | I leverans | Delivered
-- Column:  is_missing | Månaden är levererad utan den | The month came without it
-- One row: the last month of interventions that was delivered.
WITH (SELECT max(delivered.month) FROM core.delivered_months AS delivered WHERE delivered.source = 'interventions') AS last_month
SELECT
    known.client_id AS client_id,
    today.area_id AS area_id,
    today.area_name AS area_name,
    known.kind AS kind,
    if(kinds.title_sv = '', known.kind, kinds.title_sv) AS title_sv,
    if(kinds.title_en = '', known.kind, kinds.title_en) AS title_en,
    known.started_date AS started_date,
    addMonths(toStartOfMonth(known.started_date), {horizon:UInt8} + 1) AS outcome_month,
    known.believed_change_h_per_month AS believed_change_h,
    known.is_delivered AS is_delivered,
    toBool(NOT known.is_delivered AND toStartOfMonth(known.same_to) <= last_month) AS is_missing
FROM core.known_interventions AS known
INNER JOIN mart.candidates AS today ON known.client_id = today.client_id
LEFT JOIN core.intervention_kinds AS kinds ON known.kind = kinds.kind
WHERE (NOT known.is_delivered OR known.intervention_id IN
    (
        SELECT follow_ups.intervention_id FROM mart.follow_ups AS follow_ups WHERE follow_ups.horizon_months = {horizon:UInt8} AND follow_ups.followed = 'not_yet'
    ))
    AND $__clients(known.client_id)
    AND $__conditionalAll(today.area_id IN ({areas:Array(String)}), areas)
    AND $__conditionalAll(known.kind IN ({kinds:Array(String)}), kinds)
ORDER BY is_delivered, started_date DESC, client_id, kind
