-- Levels and slopes of trends lie within their intervals, and nothing is said of too few clients.
SELECT as_of_date, scope_kind, scope_id, resource, slope_low, slope, slope_high
FROM model.trend_summaries
WHERE slope_low > slope OR slope > slope_high OR (verdict IN ('rising', 'falling') AND NOT (slope_low > 0 OR slope_high < 0))
UNION ALL
SELECT as_of_date, scope_kind, scope_id, resource, level_low, level, level_high
FROM model.trends
WHERE level_low > level OR level > level_high;
