-- model.risk_contributions: what each term adds to a client's score.
-- Grain:    one row per client, run that is shown, class and term.
-- Keys:     client_id, run_id, class, term.
-- Sources:  core.risk_targets, mart.risk_features, model.current_runs, model.terms.
-- Load:     view.
-- Access:   person, health care.
-- Sort key: none.
-- The model in plain SQL: find the bin of each value, look up its row. Intercept and contributions add up to the score.
CREATE VIEW IF NOT EXISTS model.risk_contributions
(
    client_id         UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    month             Date                   COMMENT 'Month from which the run looks ahead, its first day.',
    run_id            UInt64                 COMMENT 'Run -> model.runs.run_id.',
    run_target        String                 COMMENT 'Its target -> model.runs.target.',
    class             LowCardinality(String) COMMENT 'Outcome that the score is of -> model.terms.class.',
    term              LowCardinality(String) COMMENT 'Term -> model.terms.term.',
    value             Nullable(Float64)      COMMENT 'The client''s value, in the feature''s unit; NULL where missing.',
    value_b           Nullable(Float64)      COMMENT 'The value of the pair''s other feature; NULL where missing or where there is none.',
    bin               UInt16                 COMMENT 'Bin that the value falls in -> model.terms.bin.',
    contribution      Float64                COMMENT 'What the term adds to the score: log-odds against none for risks, log of the ratio to the hours now for hours.',
    bag_contributions Array(Float64)         COMMENT 'The same in each bag.'
)
AS
-- One value: the runs that are shown, with whom they are for.
WITH
(
    SELECT groupArray((runs.run_id, toString(runs.target), runs.as_of_date, if(runs.model = 'hours', 'home_care', ifNull(populations.population, ''))))
    FROM model.current_runs AS runs
    LEFT JOIN (SELECT run_target, toNullable(toString(any(population))) AS population FROM core.risk_targets GROUP BY run_target) AS populations
        ON populations.run_target = runs.target
    WHERE runs.model IN ('risk', 'hours')
) AS shown_runs,
-- One row per run, class and term: where its bins begin. A missing value has a bin of its own.
edges AS
(
    SELECT
        run_id,
        class,
        term,
        any(feature) AS feature,
        any(feature_b) AS feature_b,
        arraySort(groupUniqArrayIf((bin_from, bin), kind = 'interval')) AS bins,
        arraySort(groupUniqArrayIf((bin_b_from, bin_b), kind_b = 'interval')) AS bins_b,
        anyIf(bin, kind = 'missing') AS missing_bin,
        anyIf(bin_b, kind_b = 'missing') AS missing_bin_b
    FROM model.terms
    WHERE has(arrayMap(run -> run.1, shown_runs), run_id) AND kind != 'intercept'
    GROUP BY run_id, class, term
),
-- One row per client and run: the values by name.
clients AS
(
    SELECT
        features.client_id AS client_id,
        features.month AS month,
        arrayJoin(arrayFilter(
            run -> run.3 = features.as_of_date AND (run.4 = 'both' OR run.4 = if(features.has_home_care, 'home_care', 'health_care')),
            shown_runs)) AS run,
        run.1 AS run_id,
        run.2 AS run_target,
        map(
            'age_years', CAST(features.age_years, 'Nullable(Float64)'),
            'is_female', CAST(features.is_female, 'Nullable(Float64)'),
            'is_single_household', CAST(features.is_single_household, 'Nullable(Float64)'),
            'hours_now', CAST(features.hours_now, 'Nullable(Float64)'),
            'hours_change_1m', CAST(features.hours_change_1m, 'Nullable(Float64)'),
            'hours_change_3m', CAST(features.hours_change_3m, 'Nullable(Float64)'),
            'hours_change_6m', CAST(features.hours_change_6m, 'Nullable(Float64)'),
            'hours_change_12m', CAST(features.hours_change_12m, 'Nullable(Float64)'),
            'hours_volatility_12m', CAST(features.hours_volatility_12m, 'Nullable(Float64)'),
            'months_since_change', CAST(features.months_since_change, 'Nullable(Float64)'),
            'n_changes_12m', CAST(features.n_changes_12m, 'Nullable(Float64)'),
            'months_with_care', CAST(features.months_with_care, 'Nullable(Float64)'),
            'has_personal_care', CAST(features.has_personal_care, 'Nullable(Float64)'),
            'has_alarm', CAST(features.has_alarm, 'Nullable(Float64)'),
            'has_meals', CAST(features.has_meals, 'Nullable(Float64)'),
            'has_day_care', CAST(features.has_day_care, 'Nullable(Float64)'),
            'n_short_term_6m', CAST(features.n_short_term_6m, 'Nullable(Float64)'),
            'performed_share_3m', CAST(features.performed_share_3m, 'Nullable(Float64)'),
            'n_missed_not_home_3m', CAST(features.n_missed_not_home_3m, 'Nullable(Float64)'),
            'n_missed_hospital_3m', CAST(features.n_missed_hospital_3m, 'Nullable(Float64)'),
            'months_since_hospital', CAST(features.months_since_hospital, 'Nullable(Float64)'),
            'n_alarm_responses_3m', CAST(features.n_alarm_responses_3m, 'Nullable(Float64)'),
            'nurse_h_3m', CAST(features.nurse_h_3m, 'Nullable(Float64)'),
            'rehab_h_3m', CAST(features.rehab_h_3m, 'Nullable(Float64)'),
            'delegated_h_3m', CAST(features.delegated_h_3m, 'Nullable(Float64)'),
            'n_hsl_actions_6m', CAST(features.n_hsl_actions_6m, 'Nullable(Float64)'),
            'n_hsl_kinds_6m', CAST(features.n_hsl_kinds_6m, 'Nullable(Float64)'),
            'n_new_hsl_kinds_3m', CAST(features.n_new_hsl_kinds_3m, 'Nullable(Float64)'),
            'has_hsl', CAST(features.has_hsl, 'Nullable(Float64)'),
            'limitation_d1', CAST(features.limitation_d1, 'Nullable(Float64)'),
            'limitation_d2', CAST(features.limitation_d2, 'Nullable(Float64)'),
            'limitation_d3', CAST(features.limitation_d3, 'Nullable(Float64)'),
            'limitation_d4', CAST(features.limitation_d4, 'Nullable(Float64)'),
            'limitation_d5', CAST(features.limitation_d5, 'Nullable(Float64)'),
            'limitation_d6', CAST(features.limitation_d6, 'Nullable(Float64)'),
            'limitation_d7', CAST(features.limitation_d7, 'Nullable(Float64)'),
            'limitation_d9', CAST(features.limitation_d9, 'Nullable(Float64)'),
            'limitation_total', CAST(features.limitation_total, 'Nullable(Float64)'),
            'limitation_change_12m', CAST(features.limitation_change_12m, 'Nullable(Float64)'),
            'n_severe_limitations', CAST(features.n_severe_limitations, 'Nullable(Float64)'),
            'assessment_age_months', CAST(features.assessment_age_months, 'Nullable(Float64)'),
            'has_recent_intervention', CAST(features.has_recent_intervention, 'Nullable(Float64)')
        ) AS value_of
    FROM mart.risk_features AS features
    WHERE has(arrayMap(run -> run.3, shown_runs), features.as_of_date)
        AND (run.2 != 'function_decline' OR features.can_decline)
),
-- One row per client, run, class and term: the bin.
binned AS
(
    SELECT
        clients.client_id AS client_id,
        clients.month AS month,
        clients.run_id AS run_id,
        clients.run_target AS run_target,
        edges.class AS class,
        edges.term AS term,
        clients.value_of[edges.feature] AS value,
        if(edges.feature_b = '', NULL, clients.value_of[edges.feature_b]) AS value_b,
        if(isNull(value), edges.missing_bin, arrayLast(edge -> edge.1 <= assumeNotNull(value), edges.bins).2) AS bin,
        multiIf(
            edges.feature_b = '', 0,
            isNull(value_b), edges.missing_bin_b,
            arrayLast(edge -> edge.1 <= assumeNotNull(value_b), edges.bins_b).2) AS bin_b
    FROM clients
    INNER JOIN edges ON clients.run_id = edges.run_id
)
SELECT
    binned.client_id AS client_id,
    binned.month AS month,
    binned.run_id AS run_id,
    binned.run_target AS run_target,
    binned.class AS class,
    binned.term AS term,
    binned.value AS value,
    binned.value_b AS value_b,
    binned.bin AS bin,
    terms.contribution AS contribution,
    terms.bag_contributions AS bag_contributions
FROM binned
INNER JOIN model.terms AS terms ON binned.run_id = terms.run_id AND binned.class = terms.class AND binned.term = terms.term AND binned.bin = terms.bin AND binned.bin_b = terms.bin_b
WHERE terms.kind != 'intercept';
