-- Categories are by the version of the rules that counts in their month; after framsyn categories load, run framsyn job run transform.
SELECT categories.month AS month, categories.rule_version AS used_version, max(rules.version) AS counting_version
FROM (SELECT DISTINCT month, rule_version FROM mart.client_categories) AS categories
CROSS JOIN core.category_rules AS rules
WHERE rules.valid_from <= toLastDayOfMonth(categories.month)
GROUP BY month, used_version
HAVING used_version != counting_version;
