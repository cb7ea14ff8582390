-- category_months: Brukare per kategori | Clients by category
-- sv:      Brukare i varje kategori, månad för månad i panelens period. En brukare kan vara i flera. Färre än fem visas inte.
-- en:      Clients in each category, month by month in the panel's range. A client can be in several. Fewer than five are not shown.
-- Kind:    timeseries
-- Roles:   leader, analyst, planner, service
-- Reads:   mart.scope_months
-- Column:  month | Månad | Month
-- Column:  category | Kategori | Category
-- Column:  n_clients | Brukare | Clients
SELECT
    months.month AS month,
    transform(months.scope_id, ['cognitive', 'nursing', 'palliative', 'physical', 'psychosocial', 'rehabilitation', 'service_only'], $__inLanguage(['Kognitiv', 'Omvårdnad', 'Palliativ', 'Fysisk', 'Psykosocial', 'Rehabilitering', 'Endast service'], ['Cognitive', 'Nursing', 'Palliative', 'Physical', 'Psychosocial', 'Rehabilitation', 'Service only']), months.scope_id) AS category,
    if(months.value < 5, NULL, months.value) AS n_clients
FROM mart.scope_months AS months
WHERE months.scope_kind = 'category'
    AND months.resource = 'clients'
    AND $__dateFilter(months.month)
ORDER BY month, category
