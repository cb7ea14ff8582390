-- 12. Omsättning, och vart brukarna tar vägen | Turnover and where clients go
-- sv:     Av dem som har hemtjänst en månad: var är de nästa?
-- en:     Of those with home care one month, where are they the next?
-- Group:  follow-up
-- returns: month, n_before, n_stay, n_ended, n_special_housing, n_dead, n_moved, left_share
SELECT
    later.month AS month,
    count() AS n_before,
    countIf(later.status = 'home_care') AS n_stay,
    countIf(later.status IN ('none', 'hsl_only')) AS n_ended,
    countIf(later.status = 'special_housing') AS n_special_housing,
    countIf(later.status = 'dead') AS n_dead,
    countIf(later.status = 'moved') AS n_moved,
    round(1 - n_stay / n_before, 4) AS left_share
FROM mart.client_months AS earlier
INNER JOIN mart.client_months AS later ON earlier.client_id = later.client_id AND addMonths(earlier.month, 1) = later.month
WHERE earlier.status = 'home_care'
    AND later.month > addMonths((SELECT max(latest.month) FROM mart.client_months AS latest), -12)
GROUP BY month
ORDER BY month
