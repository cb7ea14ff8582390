-- Nothing is known before it happened.
SELECT 'decision' AS what, client_id, decided_date AS happened_date, known_date
FROM core.service_decisions
WHERE known_date < decided_date
UNION ALL
SELECT 'assessment' AS what, client_id, assessed_date AS happened_date, known_date
FROM core.assessments
WHERE known_date < assessed_date
UNION ALL
SELECT 'visit' AS what, client_id, visit_date AS happened_date, known_date
FROM core.visits
WHERE known_date < visit_date
UNION ALL
SELECT 'action' AS what, client_id, performed_date AS happened_date, known_date
FROM core.hsl_actions
WHERE known_date < performed_date;
