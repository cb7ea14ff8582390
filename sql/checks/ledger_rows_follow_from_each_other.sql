-- A row of the ledger corrects one that is there, of the same client; a registration is delivered once; and only what was not followed has a reason.
SELECT newer.ledger_id AS ledger_id, newer.client_id AS client_id, newer.corrects_ledger_id AS corrects_ledger_id, 'corrects another client, or no row' AS fault
FROM core.intervention_ledger AS newer
WHERE isNotNull(newer.corrects_ledger_id) AND (newer.client_id, assumeNotNull(newer.corrects_ledger_id)) NOT IN (SELECT (ledger.client_id, ledger.ledger_id) FROM core.intervention_ledger AS ledger)
UNION ALL
SELECT min(newer.ledger_id) AS ledger_id, min(newer.client_id) AS client_id, newer.corrects_ledger_id AS corrects_ledger_id, 'delivered twice' AS fault
FROM core.intervention_ledger AS newer
WHERE isNotNull(newer.corrects_ledger_id) AND isNotNull(newer.intervention_id)
GROUP BY newer.corrects_ledger_id
HAVING count() > 1
UNION ALL
SELECT newer.ledger_id AS ledger_id, newer.client_id AS client_id, newer.corrects_ledger_id AS corrects_ledger_id, 'a reason, and yet followed' AS fault
FROM core.intervention_ledger AS newer
WHERE newer.reason != '' AND newer.decision != 'not_followed';
