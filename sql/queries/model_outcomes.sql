-- model_outcomes: Vad som beräknades och vad som kom | What was estimated and what came
-- sv:      Tidigare risker vars tolv månader har gått, mot utfallet. 1 är rätt på det hela taget.
-- en:      Earlier risks whose twelve months have passed, against what came. 1 is right on the whole.
-- Kind:    timeseries
-- Roles:   leader, manager, analyst, planner, officer, service
-- Reads:   model.score_outcomes
-- Column:  as_of_date | Per | As of
-- Column:  target | Mål | Target
-- Column:  n_clients | Brukare | Clients
-- Column:  expected_events | Väntade | Expected
-- Column:  n_observed | Utfall | Observed
-- Column:  observed_expected | Utfall av väntat | Observed of expected
SELECT
    outcomes.as_of_date AS as_of_date,
    outcomes.target AS target,
    outcomes.n_clients AS n_clients,
    outcomes.expected_events AS expected_events,
    outcomes.n_observed AS n_observed,
    outcomes.observed_expected AS observed_expected
FROM model.score_outcomes AS outcomes
ORDER BY as_of_date, target
