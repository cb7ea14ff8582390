-- 7. Behovet om ett år per område, och vad som driver det | The need in a year by area, and what drives it
-- sv:     Den publicerade prognosen för beviljade hemtjänsttimmar tolv månader framåt, med sitt 80 %-intervall och sina delar.
-- en:     The published forecast of granted home-care hours twelve months ahead, with its 80 % interval and its parts.
-- Group:  forecast
-- returns: area_name, month, now_h, expected_h, p10_h, p90_h, new_h, ended_h, housed_h, changed_h
SELECT
    areas.area_name AS area_name,
    forecasts.month AS month,
    round(sumIf(forecasts.mean, forecasts.driver = 'at_origin')) AS now_h,
    round(anyIf(forecasts.mean, forecasts.driver = 'all')) AS expected_h,
    round(anyIf(forecasts.p10, forecasts.driver = 'all')) AS p10_h,
    round(anyIf(forecasts.p90, forecasts.driver = 'all')) AS p90_h,
    round(sumIf(forecasts.mean, forecasts.driver = 'new')) AS new_h,
    round(sumIf(forecasts.mean, forecasts.driver = 'ended')) AS ended_h,
    round(sumIf(forecasts.mean, forecasts.driver = 'housed')) AS housed_h,
    round(sumIf(forecasts.mean, forecasts.driver IN ('changed', 'moved'))) AS changed_h
FROM model.forecasts AS forecasts
INNER JOIN model.current_runs AS runs ON forecasts.run_id = runs.run_id AND runs.model = 'forecast'
INNER JOIN core.areas AS areas ON forecasts.scope_id = areas.area_id
WHERE forecasts.scope_kind = 'area'
    AND forecasts.resource = 'home_care_h'
    AND forecasts.scenario = 'as_today'
    AND forecasts.method = 'blend'
    AND forecasts.horizon_months = 12
GROUP BY area_name, month
ORDER BY expected_h DESC
