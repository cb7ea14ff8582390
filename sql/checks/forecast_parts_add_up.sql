-- Areas add up to the municipality, and drivers to the forecast, in the published forecasts.
SELECT as_of_date, resource, month, scenario, driver, sums_to, is_said
FROM
(
    SELECT as_of_date, resource, month, scenario, toString(driver) AS driver,
        sumIf(mean, scope_id NOT IN (SELECT areas.area_id FROM core.areas AS areas WHERE areas.kind = 'municipality')) AS sums_to,
        sumIf(mean, scope_id IN (SELECT areas.area_id FROM core.areas AS areas WHERE areas.kind = 'municipality')) AS is_said
    FROM model.forecasts
    WHERE scope_kind = 'area' AND method = 'blend' AND driver = 'all' AND scenario = 'as_today'
    GROUP BY as_of_date, resource, month, scenario, driver
    UNION ALL
    SELECT as_of_date, resource, month, scenario, concat('drivers of ', toString(scope_id)) AS driver,
        sumIf(mean, driver IN ('new', 'at_origin', 'ended', 'housed', 'moved', 'changed')) AS sums_to,
        sumIf(mean, driver = 'all') AS is_said
    FROM model.forecasts
    WHERE scope_kind = 'area' AND method = 'blend'
    GROUP BY as_of_date, resource, month, scenario, scope_id
)
WHERE abs(sums_to - is_said) > 1e-6 * greatest(1, abs(is_said));
