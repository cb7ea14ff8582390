-- The simulated courses of the scored clients bring as many of them to death and to special housing as their risks add up to, within four standard errors of the draws.
SELECT as_of_date, target, sum_of_risks, expected_persons, standard_error
FROM model.forecast_events
WHERE abs(expected_persons - sum_of_risks) > 4 * standard_error + 0.01 * sum_of_risks;
