-- core.category_rule_versions: versions of the rules that a municipality has loaded.
-- Grain:    one row per version and rule, or condition of a group.
-- Keys:     rule_id, version.
-- Load:     appended by framsyn categories load.
-- Access:   reference.
-- Sort key: looked up by version.
CREATE TABLE IF NOT EXISTS core.category_rule_versions
(
    rule_id         LowCardinality(String) COMMENT 'Rule, or one condition of a group of conditions.',
    version         UInt16                 COMMENT 'Version of the set of rules; 1 is that of Framsyn.',
    valid_from      Date                   COMMENT 'First day on which the version counts: a month is judged by the newest version that is valid on its last day; 1970-01-01 for all months.',
    category        LowCardinality(String) COMMENT 'Category that the rule gives, such as physical, cognitive, psychosocial, nursing, rehabilitation, palliative or service_only.',
    source_kind     LowCardinality(String) COMMENT 'What the rule looks at: icf (assessed limitation by code), life_area (assessed limitation by life area), kva (actions), visit (performed visits), service (decisions) or register (months in the health-care register).',
    code_prefix     LowCardinality(String) COMMENT 'Codes that count: begin with this (icf, kva, visit), or are this (life_area: d1-d9, b1, e; service: a code of core.service_codes, home_care_personal_care, home_care_service_only; register: municipal or private, empty for both).',
    rule_group      LowCardinality(String) COMMENT 'Conditions of a version with the same group hold together or not at all: severity is the lowest of theirs; empty for a rule of its own.',
    is_absent       Bool                   COMMENT 'The condition holds where it would not hold otherwise, with severity 4; only in a group with a condition that is not absent.',
    min_limitation  UInt8                  COMMENT 'Least limitation that counts, 0-4; icf and life_area only.',
    lookback_months UInt8                  COMMENT 'How far back to look, months, the month itself included; at most 24.',
    min_age_years   UInt8                  COMMENT 'Least age in the month, whole years, for the condition to hold; 0 for any.',
    max_age_years   UInt8                  COMMENT 'Highest age in the month, whole years, for the condition to hold; 0 for any.',
    severity_1_from UInt16                 COMMENT 'From which limitation (icf, life_area: the highest), number of actions, visits or months (kva, visit, register: together), or granted hours a month (service: the most) severity is 1; below it the condition does not hold.',
    severity_2_from UInt16                 COMMENT 'From which severity is 2.',
    severity_3_from UInt16                 COMMENT 'From which severity is 3.',
    severity_4_from UInt16                 COMMENT 'From which severity is 4.',
    reason          String                 COMMENT 'Why the rule is so.',
    loaded_at       DateTime('UTC')        COMMENT 'When the version was loaded.',
    loaded_from     String                 COMMENT 'Name of the file that it was loaded from.'
)
ENGINE = MergeTree
ORDER BY (version, category, rule_id)
COMMENT 'A municipality''s own rules that put clients into categories, version by version.';
