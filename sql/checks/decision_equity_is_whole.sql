-- Every decision on home care that the run knew of is in mart.decision_equity, and those compared are as many as in the run, where nobody was deleted by rule since.
SELECT runs.run_id AS run_id, runs.n_rows AS n_compared_in_run, countIf(decisions.is_compared) AS n_compared, count() AS n_decisions, any(known.n_decisions) AS n_known_decisions
FROM mart.decision_equity AS decisions
CROSS JOIN
(
    SELECT run_id, n_rows FROM model.runs WHERE run_id IN (SELECT current.run_id FROM model.current_runs AS current WHERE current.model = 'equity')
) AS runs
CROSS JOIN
(
    SELECT count() AS n_decisions FROM model.decision_comparisons WHERE run_id IN (SELECT current.run_id FROM model.current_runs AS current WHERE current.model = 'equity')
) AS known
GROUP BY run_id, n_compared_in_run
HAVING (n_compared != n_compared_in_run OR n_decisions != n_known_decisions)
    AND (SELECT max(equity.created_at) FROM model.runs AS equity WHERE equity.model = 'equity') > (SELECT max(deletions.written_at) FROM ops.retention_certificates AS deletions)
    AND (SELECT max(equity.newest_batch_id) FROM model.runs AS equity WHERE equity.model = 'equity') = (SELECT max(batches.batch_id) FROM ops.load_batches AS batches);
