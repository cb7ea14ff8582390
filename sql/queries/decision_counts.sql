-- decision_counts: Hur förslag följs | How proposals are followed
-- sv:      Hur ofta insatser registreras och hur ofta förslag inte följs, och varför, av beslut som fattats på sidorna. Färre än fem visas inte.
-- en:      How often interventions are registered and proposals not followed, and why, of decisions taken on the pages. Fewer than five are not shown.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.not_followed_reasons, core.standing_decisions
-- Column:  decision | Beslut | Decision
-- Column:  reason | Skäl, kod | Reason, code
-- Column:  reason_sv | Skäl | Reason (Swedish)
-- Column:  reason_en | Skäl (engelska) | Reason
-- Column:  is_of_score | Gäller uppskattningen | Of the estimate
-- Column:  n_decisions | Beslut | Decisions
-- Column:  n_clients | Brukare | Clients
SELECT
    decisions.decision AS decision,
    decisions.reason AS reason,
    any(reasons.title_sv) AS reason_sv,
    any(reasons.title_en) AS reason_en,
    any(reasons.is_of_score) AS is_of_score,
    count() AS n_decisions,
    uniqExact(decisions.client_id) AS n_clients
FROM core.standing_decisions AS decisions
LEFT JOIN core.not_followed_reasons AS reasons ON decisions.reason = reasons.reason
WHERE decisions.is_registered
    AND $__clients(decisions.client_id)
GROUP BY decision, reason
HAVING n_clients >= 5
ORDER BY decision, n_decisions DESC, reason
