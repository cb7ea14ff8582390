-- Probabilities lie in 0-1 within their intervals, and expected hours are not negative.
SELECT client_id, as_of_date, probability, probability_low, probability_high, hours_expected
FROM model.risk_scores
WHERE NOT (probability BETWEEN 0 AND 1) OR probability < probability_low OR probability > probability_high OR hours_expected < 0;
