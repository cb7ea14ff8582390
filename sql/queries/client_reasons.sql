-- client_reasons: Skälen till en risk | The reasons for a risk
-- sv:      Vad som höjer eller sänker riskens uppskattning, mot medelbrukaren. Bidrar till uppskattningen, är ingen orsak.
-- en:      What raises or lowers the estimate, against the mean client. It contributes to the estimate and is no cause.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   core.risk_targets, model.current_runs, model.risk_reasons
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  target | Risk | Risk
-- Column:  rank | Ordning | Rank
-- Column:  term | Term | Term
-- Column:  value | Värde | Value
-- Column:  contribution | Bidrag | Contribution
-- Column:  sentence_sv | Skäl | Reason (Swedish)
-- Column:  sentence_en | Skäl (engelska) | Reason
SELECT
    reasons.target AS target,
    reasons.rank AS rank,
    reasons.term AS term,
    reasons.value AS value,
    reasons.contribution AS contribution,
    reasons.sentence_sv AS sentence_sv,
    reasons.sentence_en AS sentence_en
FROM model.risk_reasons AS reasons
INNER JOIN core.risk_targets AS targets ON reasons.target = targets.target
INNER JOIN model.current_runs AS runs ON reasons.run_id = runs.run_id AND reasons.as_of_date = runs.as_of_date AND runs.target = targets.run_target
WHERE targets.is_shown
    AND reasons.client_id = {client:UInt64}
    AND $__clients(reasons.client_id)
ORDER BY target, rank
