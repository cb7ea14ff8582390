-- No text in core, ops or model holds what looks like an identity number.
WITH '(?:^|[^0-9])(?:19|20)?[0-9]{2}(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278][0-9]|[39][01])[-+ ]?[0-9]{4}(?:[^0-9]|$)' AS identity_like
SELECT 'core.assessments.wording' AS place, count() AS n
FROM core.assessments
WHERE match(wording, identity_like)
HAVING n > 0
UNION ALL
SELECT 'core.interventions.intervention_code' AS place, count() AS n
FROM core.interventions
WHERE match(intervention_code, identity_like) OR match(selection_id, identity_like)
HAVING n > 0
UNION ALL
SELECT 'core.intervention_ledger.why' AS place, count() AS n
FROM core.intervention_ledger
WHERE match(why, identity_like)
HAVING n > 0
UNION ALL
SELECT 'ops.load_rejects' AS place, count() AS n
FROM ops.load_rejects
WHERE match(reason_sv, identity_like) OR match(reason_en, identity_like) OR match(toString(field), identity_like)
HAVING n > 0
UNION ALL
SELECT 'ops.job_runs.error' AS place, count() AS n
FROM ops.job_runs
WHERE match(error, identity_like)
HAVING n > 0;
