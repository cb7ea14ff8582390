-- model.score_outcomes: what was estimated, and what came.
-- Grain:    one row per target and as-of date whose 12 months have passed.
-- Keys:     target, as_of_date.
-- Sources:  mart.entry_outcomes, mart.function_outcomes, mart.need_outcomes, model.risk_scores.
-- Load:     view.
-- Access:   model.
-- Sort key: none.
-- It reads clients as its owner does and gives sums of them all, so that it may be read by those who see no clients.
CREATE VIEW IF NOT EXISTS model.score_outcomes
(
    target            LowCardinality(String) COMMENT 'Target -> core.risk_targets.target.',
    as_of_date        Date                   COMMENT 'Day on which the scores looked ahead.',
    run_id            UInt64                 COMMENT 'Run that gave them -> model.runs.run_id.',
    n_clients         UInt64                 COMMENT 'Clients scored and followed for 12 months.',
    expected_events   Float64                COMMENT 'Sum of the probabilities.',
    n_observed        UInt64                 COMMENT 'Clients with the outcome.',
    observed_expected Float64                COMMENT 'n_observed / expected_events: 1 where the estimates were right on the whole.'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
-- One row per month that has been scored: the outcomes of no other are read.
WITH scored AS
(
    SELECT DISTINCT month
    FROM model.risk_scores
),
-- One row per client, month and target: whether it came, of those followed.
outcomes AS
(
    SELECT client_id, month, toString(target_outcome.1) AS target, target_outcome.2 AS has_it
    FROM mart.need_outcomes
    ARRAY JOIN [
        ('need_doubled', outcome = 'doubled'),
        ('special_housing', outcome = 'special_housing'),
        ('dead', outcome = 'dead'),
        ('moved', outcome = 'moved')
    ] AS target_outcome
    WHERE is_followed AND month IN (SELECT scored.month FROM scored)
    UNION ALL
    SELECT client_id, month, 'home_care_entry' AS target, has_entered AS has_it
    FROM mart.entry_outcomes
    WHERE is_followed AND month IN (SELECT scored.month FROM scored)
    UNION ALL
    SELECT client_id, month, 'function_decline' AS target, is_worse AS has_it
    FROM mart.function_outcomes
    WHERE is_followed AND month IN (SELECT scored.month FROM scored)
)
SELECT
    scores.target AS target,
    scores.as_of_date AS as_of_date,
    any(scores.run_id) AS run_id,
    count() AS n_clients,
    sum(scores.probability) AS expected_events,
    countIf(outcomes.has_it) AS n_observed,
    n_observed / expected_events AS observed_expected
FROM model.risk_scores AS scores
INNER JOIN outcomes ON scores.client_id = outcomes.client_id AND scores.month = outcomes.month AND scores.target = outcomes.target
GROUP BY target, as_of_date;
