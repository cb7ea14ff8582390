-- model.current_runs: the run that is shown for each model and target.
-- Grain:    one row per model and target.
-- Keys:     model, target.
-- Sources:  model.approvals, model.runs.
-- Load:     view.
-- Access:   model.
-- Sort key: none.
-- The newest that is approved: one that waits or was rejected changes nothing. model.run_states has all runs.
CREATE VIEW IF NOT EXISTS model.current_runs
(
    model      LowCardinality(String) COMMENT 'Model: risk, hours, effect, follow_up, need, equity, trend or forecast.',
    target     LowCardinality(String) COMMENT 'What it predicts; empty for forecasts of all resources.',
    run_id     UInt64                 COMMENT 'Newest published run that is approved -> model.runs.run_id.',
    as_of_date Date                   COMMENT 'Day on which it looks ahead.'
)
AS
SELECT
    runs.model AS model,
    runs.target AS target,
    argMax(runs.run_id, (runs.as_of_date, runs.created_at)) AS run_id,
    max(runs.as_of_date) AS as_of_date
FROM model.runs AS runs
WHERE runs.is_published AND runs.run_id IN (
    SELECT approvals.run_id FROM model.approvals AS approvals GROUP BY approvals.run_id HAVING argMax(approvals.decision, approvals.decided_at) = 'approved')
GROUP BY model, target;
