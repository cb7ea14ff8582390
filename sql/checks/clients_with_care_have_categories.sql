-- Of the clients with home care or health care at least 95 % have a category, in each month with 20 of them or more; the others are counted in mart.category_coverage.
SELECT month, n_clients, n_unclassified, home_care_share, hsl_only_share
FROM mart.category_coverage
WHERE area_id = '*' AND n_clients >= 20 AND (home_care_share < 0.95 OR hsl_only_share < 0.95);
