-- decision_counts: Hur förslag följs | How proposals are followed
-- sv:      Hur ofta insatser registreras och hur ofta förslag inte följs, och varför, av beslut som fattats på sidorna. Färre än fem visas inte.
-- en:      How often interventions are registered and proposals not followed, and why, of decisions taken on the pages. Fewer than five are not shown.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.not_followed_reasons, mart.decision_counts
-- Column:  decision | Beslut | Decision
-- Column:  reason | Skäl, kod | Reason, code
-- Column:  reason_sv | Skäl | Reason (Swedish)
-- Column:  reason_en | Skäl (engelska) | Reason
-- Column:  is_of_score | Gäller uppskattningen | Of the estimate
-- Column:  n_decisions | Beslut | Decisions
-- Column:  n_clients | Brukare | Clients
-- One row per area that is seen; where all are, the row of all of them holds.
WITH seen AS
(
    SELECT counts.area_id AS area_id, counts.decision AS decision, counts.reason AS reason, counts.n_decisions AS n_decisions, counts.n_clients AS n_clients
    FROM mart.decision_counts AS counts
    WHERE $__areas(counts.area_id)
)
SELECT
    seen.decision AS decision,
    seen.reason AS reason,
    any(reasons.title_sv) AS reason_sv,
    any(reasons.title_en) AS reason_en,
    any(reasons.is_of_score) AS is_of_score,
    sum(seen.n_decisions) AS n_decisions,
    sum(seen.n_clients) AS n_clients
FROM seen
LEFT JOIN core.not_followed_reasons AS reasons ON seen.reason = reasons.reason
WHERE (seen.area_id = '*') = ((SELECT countIf(all_seen.area_id = '*') FROM seen AS all_seen) > 0)
GROUP BY decision, reason
HAVING n_clients >= 5
ORDER BY decision, n_decisions DESC, reason
