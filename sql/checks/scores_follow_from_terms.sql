-- The newest scores are what the run's terms give in plain SQL, to 1e-6 of log-odds: intercept, coefficients and what stands in for missing values.
WITH current AS
(
    SELECT run_id FROM model.current_runs WHERE model = 'risk' AND target = 'need_doubled'
),
-- One row per client and feature of the month that was scored.
features AS
(
    SELECT client_id, pair.1 AS term, pair.2 AS value
    FROM
    (
        SELECT
            client_id,
            arrayJoin(arrayZip(
                splitByChar(' ', 'age_years is_female is_single_household hours_now hours_now_log hours_now_log_squared doubling_log hours_change_1m hours_change_3m hours_change_6m hours_change_12m months_since_change months_with_care has_personal_care has_alarm has_meals has_day_care n_short_term_6m performed_share_3m n_missed_not_home_3m n_missed_hospital_3m n_alarm_responses_3m nurse_h_3m rehab_h_3m delegated_h_3m n_hsl_actions_6m has_hsl limitation_d1 limitation_d2 limitation_d3 limitation_d4 limitation_d5 limitation_d6 limitation_d7 limitation_d9 n_severe_limitations assessment_age_months has_recent_intervention'),
                [age_years, is_female, is_single_household, hours_now, hours_now_log, hours_now_log_squared, doubling_log, hours_change_1m, hours_change_3m, hours_change_6m, hours_change_12m, months_since_change, months_with_care, has_personal_care, has_alarm, has_meals, has_day_care, n_short_term_6m, performed_share_3m, n_missed_not_home_3m, n_missed_hospital_3m, n_alarm_responses_3m, nurse_h_3m, rehab_h_3m, delegated_h_3m, n_hsl_actions_6m, has_hsl, limitation_d1, limitation_d2, limitation_d3, limitation_d4, limitation_d5, limitation_d6, limitation_d7, limitation_d9, n_severe_limitations, assessment_age_months, has_recent_intervention])) AS pair
        FROM mart.risk_features
        WHERE month IN (SELECT month FROM model.risk_scores WHERE run_id IN (SELECT run_id FROM current))
    )
),
-- One row per client: the sum.
summed AS
(
    SELECT
        features.client_id AS client_id,
        sum(terms.coefficient * toFloat64(toFloat32(ifNull(features.value, terms.missing_value))) + if(isNull(features.value), terms.missing_coefficient, 0)) AS log_odds
    FROM features
    INNER JOIN model.terms AS terms ON features.term = terms.term
    WHERE terms.run_id IN (SELECT run_id FROM current)
    GROUP BY client_id
)
SELECT scores.client_id AS client_id, scores.probability AS probability, summed.log_odds AS log_odds
FROM model.risk_scores AS scores
INNER JOIN summed ON scores.client_id = summed.client_id
WHERE scores.run_id IN (SELECT run_id FROM current)
    AND abs(log(scores.probability / (1 - scores.probability))
        - summed.log_odds - (SELECT coefficient FROM model.terms WHERE term = 'intercept' AND run_id IN (SELECT run_id FROM current))) > 1e-6;
