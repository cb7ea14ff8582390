-- The methods' weights are shares that add up to one.
SELECT run_id, level, resource, horizon_months, sum(weight) AS total
FROM model.forecast_weights
GROUP BY run_id, level, resource, horizon_months
HAVING abs(total - 1) > 1e-9 OR min(weight) < 0;
