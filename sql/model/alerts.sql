-- model.alerts: what someone should look at in the models that are shown, and in newer runs that are not.
-- Grain:    one row per run, kind of alert and what it is about.
-- Keys:     run_id, kind, about.
-- Sources:  model.audits, model.current_runs, model.metrics, model.run_states, model.score_outcomes, model.term_drift.
-- Load:     view.
-- Access:   model.
-- Sort key: none.
-- The limits are custom in the field, not law: AUC .85 is above what published models of need reach (Ho 2024), so that a leak is likelier than
-- skill; PSI .25 is much change; a slope outside .8-1.25 is too sure or too unsure.
CREATE VIEW IF NOT EXISTS model.alerts
(
    run_id UInt64                 COMMENT 'Run -> model.runs.run_id.',
    model  LowCardinality(String) COMMENT 'Model -> model.runs.model.',
    target LowCardinality(String) COMMENT 'Target -> model.runs.target.',
    kind   LowCardinality(String) COMMENT 'leakage (AUC too good to be true), calibration, outcomes (what came differs from what was estimated), drift, audit (a newest run has failed the bias audit) or approval (a newest run is not approved).',
    about  String                 COMMENT 'Term, the as-of date of earlier scores, what failed in the audit, or waiting or rejected; empty for the run.',
    value  Float64                COMMENT 'What was measured; for an approval, 1.',
    lowest Float64                COMMENT 'Lowest value that would raise no alert; -inf for none.',
    highest Float64               COMMENT 'Highest value that would raise no alert; inf for none.'
)
AS
SELECT run_id, model, target, kind, about, value, lowest, highest
FROM
(
    SELECT runs.run_id AS run_id, runs.model AS model, runs.target AS target, 'leakage' AS kind, '' AS about, metrics.value AS value, 0. AS lowest, 0.85 AS highest
    FROM model.current_runs AS runs
    INNER JOIN model.metrics AS metrics ON runs.run_id = metrics.run_id
    WHERE metrics.split = 'test' AND metrics.group_name = 'all' AND metrics.metric = 'auc'
    UNION ALL
    SELECT runs.run_id AS run_id, runs.model AS model, runs.target AS target, 'calibration' AS kind, '' AS about, metrics.value AS value, 0.8 AS lowest, 1.25 AS highest
    FROM model.current_runs AS runs
    INNER JOIN model.metrics AS metrics ON runs.run_id = metrics.run_id
    WHERE metrics.split = 'test' AND metrics.group_name = 'all' AND metrics.metric = 'calibration_slope'
    UNION ALL
    SELECT runs.run_id AS run_id, runs.model AS model, came.target AS target, 'outcomes' AS kind, toString(came.as_of_date) AS about, came.observed_expected AS value, 0.8 AS lowest, 1.25 AS highest
    FROM model.current_runs AS runs
    INNER JOIN model.score_outcomes AS came ON runs.run_id = came.run_id
    WHERE came.expected_events >= 20
    UNION ALL
    SELECT runs.run_id AS run_id, runs.model AS model, runs.target AS target, 'drift' AS kind, toString(drift.term) AS about, drift.psi AS value, 0. AS lowest, 0.25 AS highest
    FROM model.current_runs AS runs
    INNER JOIN model.term_drift AS drift ON runs.run_id = drift.run_id AND runs.as_of_date = drift.as_of_date
    UNION ALL
    SELECT states.run_id AS run_id, states.model AS model, states.target AS target, 'audit' AS kind, concat(audits.measure, ' ', audits.group_name, ' ', audits.group_value) AS about, ifNull(audits.value, 0) AS value, ifNull(audits.limit_low, -inf) AS lowest, ifNull(audits.limit_high, inf) AS highest
    FROM model.run_states AS states
    INNER JOIN model.audits AS audits ON states.run_id = audits.run_id
    WHERE states.is_newest AND audits.verdict = 'failed'
    UNION ALL
    SELECT states.run_id AS run_id, states.model AS model, states.target AS target, 'approval' AS kind, toString(states.state) AS about, 1. AS value, 0. AS lowest, 0. AS highest
    FROM model.run_states AS states
    WHERE states.is_newest AND states.state != 'shown'
)
WHERE value < lowest OR value > highest;
