-- mart.forecast_accuracies: how well each method has forecast earlier months.
-- Grain:    one row per run that is shown, scope, resource, method and horizon.
-- Keys:     run_id, scope_kind, scope_id, resource, method, horizon_months.
-- Sources:  model.current_runs, model.forecast_accuracy.
-- Load:     view.
-- Access:   aggregate.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS mart.forecast_accuracies
(
    run_id         UInt64                 COMMENT 'Run -> model.runs.run_id.',
    scope_kind     LowCardinality(String) COMMENT 'area, category or selection.',
    scope_id       LowCardinality(String) COMMENT 'Which; the municipality is an area too.',
    resource       LowCardinality(String) COMMENT 'Resource, as in model.forecasts.',
    method         LowCardinality(String) COMMENT 'Method, as in model.forecasts.',
    horizon_months UInt16                 COMMENT 'Months ahead.',
    n_origins      UInt64                 COMMENT 'Earlier months from which was forecast.',
    level          Float64                COMMENT 'What came, on average, hours in the month or persons.',
    mase           Float64                COMMENT 'Mean absolute error / mean absolute seasonal difference before the origin; below 1 = better than the same month of the year before.',
    mae            Float64                COMMENT 'Mean absolute error, hours in the month or persons.',
    bias_share     Float64                COMMENT 'Mean of forecast - what came, as a share of what came; 0.01 = 1 % too high.',
    crps           Float64                COMMENT 'Mean continuous ranked probability score, same unit as the forecast.',
    coverage_80    Float64                COMMENT 'Share of what came between p10 and p90; 0.8 is right.'
)
AS
SELECT
    judged.run_id AS run_id,
    judged.scope_kind AS scope_kind,
    judged.scope_id AS scope_id,
    judged.resource AS resource,
    judged.method AS method,
    judged.horizon_months AS horizon_months,
    count() AS n_origins,
    avg(judged.actual) AS level,
    avg(judged.scaled_error) AS mase,
    avg(abs(judged.forecast - judged.actual)) AS mae,
    if(level = 0, 0, avg(judged.forecast - judged.actual) / level) AS bias_share,
    avg(judged.crps) AS crps,
    avg(judged.is_covered) AS coverage_80
FROM model.forecast_accuracy AS judged
WHERE judged.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
GROUP BY run_id, scope_kind, scope_id, resource, method, horizon_months;
