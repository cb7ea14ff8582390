-- model.current_runs: the run that is shown for each model and target.
-- Grain:    one row per model and target.
-- Keys:     model, target.
-- Sources:  model.runs.
-- Load:     view.
-- Access:   model.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS model.current_runs
(
    model      LowCardinality(String) COMMENT 'Model: risk, hours, effect, follow_up, need, equity, trend or forecast.',
    target     LowCardinality(String) COMMENT 'What it predicts; empty for forecasts of all resources.',
    run_id     UInt64                 COMMENT 'Newest published run -> model.runs.run_id.',
    as_of_date Date                   COMMENT 'Day on which it looks ahead.'
)
AS
SELECT
    runs.model AS model,
    runs.target AS target,
    argMax(runs.run_id, (runs.as_of_date, runs.created_at)) AS run_id,
    max(runs.as_of_date) AS as_of_date
FROM model.runs AS runs
WHERE runs.is_published
GROUP BY model, target;
