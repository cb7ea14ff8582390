-- A group of conditions gives one category and has a condition that is not absent, and look-backs are 1-24 months.
SELECT version, if(rule_group = '', rule_id, rule_group) AS unit, countIf(NOT is_absent) AS n_required, uniqExact(category) AS n_categories, min(lookback_months) AS shortest, max(lookback_months) AS longest
FROM core.category_rules
GROUP BY version, unit
HAVING n_required = 0 OR n_categories != 1 OR shortest = 0 OR longest > 24;
