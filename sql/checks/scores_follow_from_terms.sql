-- The newest scores are what the run's terms give in plain SQL, to 1e-9, and the reasons' contributions are those terms' own.
SELECT scores.client_id AS client_id, scores.target AS target, scores.probability AS probability, sums.probability AS from_terms
FROM model.risk_scores AS scores
INNER JOIN core.risk_targets AS targets ON scores.target = targets.target
INNER JOIN model.risk_probabilities AS sums ON scores.client_id = sums.client_id AND scores.run_id = sums.run_id AND targets.class = sums.class
WHERE abs(scores.probability - sums.probability) > 1e-9;
