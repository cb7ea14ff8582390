-- outcome_ratios: Utfall av väntat | Came of estimated
-- sv:      Hur många det hände delat med hur många som beräknades, för risker vars tolv månader har gått. 1 är rätt på det hela taget.
-- en:      To how many it happened divided by how many were estimated, of risks whose twelve months have passed. 1 is right on the whole.
-- Kind:    timeseries
-- Roles:   leader, manager, analyst, planner, officer, service
-- Reads:   core.risk_targets, model.score_outcomes
-- Column:  as_of_date | Per | As of
-- Column:  target | Mål | Target
-- Column:  observed_expected | Utfall av väntat | Observed of expected
SELECT
    came.as_of_date AS as_of_date,
    coalesce(nullIf($__inLanguage(targets.title_sv, targets.title_en), ''), toString(came.target)) AS target,
    came.observed_expected AS observed_expected
FROM model.score_outcomes AS came
LEFT JOIN core.risk_targets AS targets ON came.target = targets.target
WHERE came.expected_events >= 1
ORDER BY as_of_date, target
