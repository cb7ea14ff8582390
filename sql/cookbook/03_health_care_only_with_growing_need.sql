-- 3. Endast HSL, med växande behov | Health care only, with growing need
-- sv:     Personer med kommunal hälso- och sjukvård men utan hemtjänst, vars vårdtid växte med minst en fjärdedel mellan de två senaste
--         kvartalen.
-- en:     Persons with municipal health care and no home care, whose care time grew by at least a quarter between the two latest quarters
--         of a year.
-- Group:  selection
-- returns: client_id, area_name, age_years, before_min, now_min, growth_share, n_hsl_actions_6m
SELECT
    client_id,
    area_name,
    age_years,
    hsl_before_3m_min AS before_min,
    hsl_3m_min AS now_min,
    if(before_min > 0, round(now_min / before_min - 1, 2), NULL) AS growth_share,
    n_hsl_actions_6m
FROM mart.candidates
WHERE status = 'hsl_only'
    AND hsl_3m_min >= 1.25 * hsl_before_3m_min
    AND hsl_3m_min >= 60
ORDER BY now_min - before_min DESC, client_id
LIMIT 50
