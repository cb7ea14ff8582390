-- core.category_rules: rules that put clients into categories.
-- Grain:    one row per rule and version.
-- Keys:     rule_id, version.
-- Sources:  seeds/core.category_rules.csv.
-- Load:     seed.
-- Sort key: looked up by category.
CREATE TABLE IF NOT EXISTS core.category_rules
(
    rule_id         LowCardinality(String) COMMENT 'Rule.',
    version         UInt16                 COMMENT 'Version of the set of rules; only the newest is used.',
    category        LowCardinality(String) COMMENT 'Category that the rule gives: physical, cognitive, psychosocial, nursing, rehabilitation, service_only.',
    source_kind     LowCardinality(String) COMMENT 'What the rule looks at: icf (assessed limitation), kva (actions), visit (visits), service (decisions).',
    code_prefix     LowCardinality(String) COMMENT 'Codes that count begin with this.',
    min_limitation  UInt8                  COMMENT 'Least limitation that counts, 0-4; icf rules only.',
    lookback_months UInt8                  COMMENT 'How far back to look, months, the month itself included; at most 24.',
    severity_1_from UInt16                 COMMENT 'From which limitation (icf: the highest), number of actions or visits (kva, visit: together), or granted hours a month (service) severity is 1; below it the rule gives no category.',
    severity_2_from UInt16                 COMMENT 'From which severity is 2.',
    severity_3_from UInt16                 COMMENT 'From which severity is 3.',
    severity_4_from UInt16                 COMMENT 'From which severity is 4.',
    reason          String                 COMMENT 'Why the rule is so.'
)
ENGINE = MergeTree
ORDER BY (category, rule_id, version)
COMMENT 'Rules that put clients into categories; chosen for Framsyn from the ICF chapters and the pattern of KVÅ codes, for a municipality to change.';
