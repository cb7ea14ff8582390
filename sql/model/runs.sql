-- model.runs: runs of models.
-- Grain:    one row per run.
-- Keys:     run_id.
-- Sources:  the fit, score and forecast jobs.
-- Load:     appended by jobs.
-- Access:   model.
-- Sort key: looked up by run; a run made again replaces itself.
CREATE TABLE IF NOT EXISTS model.runs
(
    run_id          UInt64                 COMMENT 'Run; hash of model, target, as-of date, data (newest batch) and version of framsyn, so that the same run made again is the same.',
    model           LowCardinality(String) COMMENT 'Model: risk, hours, effect, follow_up, need, equity, trend or forecast.',
    method          LowCardinality(String) COMMENT 'Method, a package of models/.',
    target          LowCardinality(String) COMMENT 'What it predicts, such as need_doubled; empty for forecasts of all resources.',
    horizon_months  UInt16                 COMMENT 'How far ahead, months.',
    as_of_date      Date                   COMMENT 'Day on which it looks ahead; only what was known then is used.',
    trained_from    Date                   COMMENT 'First month that it learned from.',
    trained_to      Date                   COMMENT 'Last month that it learned from.',
    n_rows          UInt64                 COMMENT 'Rows that it learned from.',
    n_clients       UInt64                 COMMENT 'Clients that it learned from.',
    n_events        UInt64                 COMMENT 'Rows with the outcome, among these; 0 for forecasts.',
    status          LowCardinality(String) COMMENT 'converged, or why not; only converged runs are published.',
    is_published    Bool                   COMMENT 'Its scores or forecasts are the ones shown.',
    newest_batch_id UInt64                 COMMENT 'Newest batch in the data -> ops.load_batches.batch_id.',
    parameters      String                 COMMENT 'Settings of the fit, JSON.',
    app_version     LowCardinality(String) COMMENT 'Version of framsyn.',
    created_at      DateTime('UTC')        COMMENT 'When the run was made.'
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY run_id
COMMENT 'Runs of models: what was fitted on what.';
