-- ops.shipped_review_limits: limits of the review of the log that come with Framsyn.
-- Grain:    one row per limit.
-- Keys:     limit_name.
-- Sources:  seeds/ops.shipped_review_limits.csv.
-- Load:     seed.
-- Access:   log.
-- Sort key: looked up by name.
CREATE TABLE IF NOT EXISTS ops.shipped_review_limits
(
    limit_name String  COMMENT 'Rule, or a number that rules use.',
    is_rule    Bool    COMMENT 'It is a rule of ops.access_review: what reaches the limit is a finding.',
    threshold  Float64 COMMENT 'The limit.',
    title_sv   String  COMMENT 'What it is about, Swedish.',
    title_en   String  COMMENT 'What it is about, English.',
    why_sv     String  COMMENT 'Why the limit is so, and what it counts, Swedish.',
    why_en     String  COMMENT 'Why the limit is so, and what it counts, English.'
)
ENGINE = MergeTree
ORDER BY limit_name
COMMENT 'Limits of the review of the access log that come with Framsyn; chosen, not law.';
