-- The causes of a change of a forecast add up to the change, which is the difference between the two forecasts.
SELECT as_of_date, scope_id, resource, month, causes, total, difference
FROM
(
    SELECT changes.as_of_date AS as_of_date, changes.scope_id AS scope_id, changes.resource AS resource, changes.month AS month,
        sumIf(changes.change, changes.cause != 'total') AS causes,
        sumIf(changes.change, changes.cause = 'total') AS total,
        any(later.mean) - any(earlier.mean) AS difference
    FROM model.forecast_changes AS changes
    INNER JOIN (SELECT as_of_date, scope_id, resource, month, mean FROM model.forecasts WHERE method = 'blend' AND driver = 'all' AND scenario = 'as_today' AND scope_kind = 'area') AS later
        ON later.as_of_date = changes.as_of_date AND later.scope_id = changes.scope_id AND later.resource = changes.resource AND later.month = changes.month
    INNER JOIN (SELECT as_of_date, scope_id, resource, month, mean FROM model.forecasts WHERE method = 'blend' AND driver = 'all' AND scenario = 'as_today' AND scope_kind = 'area') AS earlier
        ON earlier.as_of_date = changes.previous_as_of_date AND earlier.scope_id = changes.scope_id AND earlier.resource = changes.resource AND earlier.month = changes.month
    GROUP BY as_of_date, scope_id, resource, month
)
WHERE abs(causes - total) > 1e-6 * greatest(1, abs(difference)) OR abs(total - difference) > 1e-6 * greatest(1, abs(difference));
