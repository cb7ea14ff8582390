-- ops.review_limits: the limits that count when the log is reviewed.
-- Grain:    one row per limit.
-- Keys:     limit_name.
-- Sources:  ops.review_limit_changes, ops.shipped_review_limits.
-- Load:     view.
-- Access:   log.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS ops.review_limits
(
    limit_name String  COMMENT 'Rule, or a number that rules use.',
    is_rule    Bool    COMMENT 'It is a rule of ops.access_review: what reaches the limit is a finding.',
    threshold  Float64 COMMENT 'The limit.',
    title_sv   String  COMMENT 'What it is about, Swedish.',
    title_en   String  COMMENT 'What it is about, English.',
    why_sv     String  COMMENT 'Why the limit is so, Swedish.',
    why_en     String  COMMENT 'Why the limit is so, English.',
    changed_by String  COMMENT 'Who set it; empty for a limit that comes with Framsyn.'
)
AS
-- One row per limit that the municipality has changed: the newest.
WITH own AS
(
    SELECT changes.limit_name AS limit_name, changes.threshold AS threshold, changes.why AS why, changes.changed_by AS changed_by
    FROM ops.review_limit_changes AS changes
    ORDER BY changes.changed_at DESC
    LIMIT 1 BY changes.limit_name
)
SELECT
    shipped.limit_name AS limit_name,
    shipped.is_rule AS is_rule,
    if(own.changed_by != '', own.threshold, shipped.threshold) AS threshold,
    shipped.title_sv AS title_sv,
    shipped.title_en AS title_en,
    if(own.changed_by != '', own.why, shipped.why_sv) AS why_sv,
    if(own.changed_by != '', own.why, shipped.why_en) AS why_en,
    own.changed_by AS changed_by
FROM ops.shipped_review_limits AS shipped
LEFT JOIN own ON shipped.limit_name = own.limit_name
SETTINGS join_use_nulls = 0;
