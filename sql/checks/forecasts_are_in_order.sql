-- Percentiles of forecasts are in order, and totals and clients are not negative.
SELECT as_of_date, scope_id, resource, month, driver, method, mean, p10, p50, p90
FROM model.forecasts
WHERE p10 > p50 OR p50 > p90 OR (driver = 'all' AND p10 < 0);
