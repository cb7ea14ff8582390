-- Effects lie within their intervals, few clients show no numbers, ranks come with intervals, officers are not compared one by one, and shares add up to 1.
SELECT as_of_date, kind, level_id, ratio_low, ratio, ratio_high
FROM model.equity_effects
WHERE ratio_low > ratio OR ratio > ratio_high
    OR (NOT is_shown AND (isNotNull(ratio) OR isNotNull(rank)))
    OR (isNotNull(rank) AND NOT ifNull(rank_low <= rank AND rank <= rank_high, false))
    OR (kind = 'officer' AND notEmpty(differs_from))
UNION ALL
SELECT as_of_date, 'component', component, variance_low, variance, variance_high
FROM model.equity_components
WHERE variance_low > variance OR variance > variance_high
UNION ALL
SELECT as_of_date, 'shares', '', 1, sum(part_share), 1
FROM model.equity_components
GROUP BY as_of_date
HAVING abs(sum(part_share) - 1) > 1e-9;
