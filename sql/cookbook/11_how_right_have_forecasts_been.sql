-- 11. Hur rätt har prognoserna haft? | How right have forecasts been?
-- sv:     Den publicerade prognosen som den hade varit tidigare månader, mot utfallet, bredvid det som kommuner gör i dag: samma månad i
--         fjol, och andelar efter ålder och kön gånger befolkningsprognosen.
-- en:     The published forecast as it would have been in earlier months, against what came, beside what municipalities do today: the naive
--         one that repeats last year's month, and age- and sex-specific rates times the population projection.
-- Group:  model
-- returns: resource, horizon_months, n_judged, mase_blend, mase_seasonal_naive, mase_demographic, covered_share, bias_of_level
SELECT
    resource,
    horizon_months,
    any(n_origins) AS n_judged,
    round(anyIf(mase, method = 'blend'), 2) AS mase_blend,
    round(anyIf(mase, method = 'seasonal_naive'), 2) AS mase_seasonal_naive,
    round(anyIf(mase, method = 'demographic'), 2) AS mase_demographic,
    round(anyIf(coverage_80, method = 'blend'), 2) AS covered_share,
    round(anyIf(bias_share, method = 'blend'), 3) AS bias_of_level
FROM mart.forecast_accuracies
WHERE scope_kind = 'area'
    AND scope_id IN (SELECT area_id FROM core.areas WHERE kind = 'municipality')
    AND horizon_months IN (1, 3, 6, 12)
GROUP BY resource, horizon_months
ORDER BY resource, horizon_months
