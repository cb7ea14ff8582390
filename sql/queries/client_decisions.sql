-- client_decisions: Beslut om insatser för en brukare | Decisions on interventions for a client
-- sv:      Förebyggande insatser som levererats eller registrerats här, och förslag som inte följdes, med skäl. Rättade och återtagna rader visas inte.
-- en:      Preventive interventions that were delivered or registered here, and proposals that were not followed, with reasons. Rows that were corrected or withdrawn are not shown.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   core.intervention_kinds, core.interventions, core.not_followed_reasons, core.standing_decisions
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  ledger_id | Rad | Row
-- Column:  client_id | Brukare | Client
-- Column:  decided_date | Beslutat | Decided
-- Column:  decision | Beslut | Decision
-- Column:  kind | Insats, kod | Intervention, code
-- Column:  title_sv | Insats | Intervention (Swedish)
-- Column:  title_en | Insats (engelska) | Intervention
-- Column:  reason | Skäl, kod | Reason, code
-- Column:  reason_sv | Skäl | Reason (Swedish)
-- Column:  reason_en | Skäl (engelska) | Reason
-- Column:  why | Varför | Why
-- Column:  started_date | Början | Start
-- Column:  planned_end_date | Planerat slut | Planned end
-- Column:  ended_date | Slut | End
-- Column:  result_kind | Teamets bedömning | The team's judgement
-- Column:  believed_change_h | Vi trodde | We believed | h_per_month
-- Column:  potential_h | Modellen trodde | The model believed | h_per_month
-- Column:  is_delivered | I leverans | Delivered
-- Column:  is_registered | Registrerad här | Registered here
SELECT
    decisions.ledger_id AS ledger_id,
    decisions.client_id AS client_id,
    decisions.decided_date AS decided_date,
    decisions.decision AS decision,
    decisions.kind AS kind,
    if(kinds.title_sv = '', decisions.kind, kinds.title_sv) AS title_sv,
    if(kinds.title_en = '', decisions.kind, kinds.title_en) AS title_en,
    decisions.reason AS reason,
    reasons.title_sv AS reason_sv,
    reasons.title_en AS reason_en,
    decisions.why AS why,
    decisions.started_date AS started_date,
    decisions.planned_end_date AS planned_end_date,
    delivered.ended_date AS ended_date,
    ifNull(delivered.result_kind, '') AS result_kind,
    decisions.believed_change_h_per_month AS believed_change_h,
    decisions.potential_h AS potential_h,
    toBool(isNotNull(decisions.intervention_id)) AS is_delivered,
    decisions.is_registered AS is_registered
FROM core.standing_decisions AS decisions
LEFT JOIN core.intervention_kinds AS kinds ON decisions.kind = kinds.kind
LEFT JOIN core.not_followed_reasons AS reasons ON decisions.reason = reasons.reason
LEFT JOIN core.interventions AS delivered ON decisions.intervention_id = delivered.intervention_id
WHERE decisions.client_id = {client:UInt64}
    AND $__clients(decisions.client_id)
ORDER BY ifNull(started_date, decided_date) DESC, ledger_id
