-- core.audit_limit_changes: limits of the bias audit that the municipality has set itself.
-- Grain:    one row per measure, grouping and change; rows are never changed.
-- Keys:     measure, group_name, changed_at.
-- Load:     appended by framsyn model limit.
-- Access:   reference.
-- Sort key: looked up by measure.
CREATE TABLE IF NOT EXISTS core.audit_limit_changes
(
    measure    LowCardinality(String)  COMMENT 'Measure -> core.audit_limits.measure.',
    group_name LowCardinality(String)  COMMENT 'Grouping -> core.audit_limits.group_name.',
    lowest     Nullable(Float64)       COMMENT 'Lowest value that is within; NULL for none.',
    highest    Nullable(Float64)       COMMENT 'Highest value that is within; NULL for none.',
    why        String                  COMMENT 'Why the municipality has changed it.',
    changed_by String                  COMMENT 'Who did.',
    changed_at DateTime64(6, 'UTC')    COMMENT 'When.'
)
ENGINE = MergeTree
ORDER BY (measure, group_name, changed_at)
COMMENT 'Limits of the bias audit that the municipality has set itself; only ever added to.';
