-- The difference of a follow-up is what came less what similar clients had, within its interval, and groups of areas and years hold each intervention once.
SELECT 'case' AS what, toString(intervention_id) AS about, observed_change_h AS a, similar_change_h AS b, difference_h AS c
FROM mart.follow_ups
WHERE followed = 'followed' AND (abs(observed_change_h - similar_change_h - difference_h) > 1e-6 OR difference_low_h > difference_high_h)
UNION ALL
SELECT
    'group' AS what,
    concat(kind, ' ', toString(horizon_months)) AS about,
    toFloat64(sumIf(n_interventions, area_id = '*' AND started_year = 0)) AS a,
    toFloat64(sumIf(n_interventions, area_id != '*' AND started_year = 0)) AS b,
    toFloat64(sumIf(n_interventions, area_id != '*' AND started_year > 0)) AS c
FROM mart.follow_up_groups
GROUP BY kind, horizon_months
HAVING a != b OR a != c;
