-- ops.review_limit_changes: limits of the review of the log that the municipality has set itself.
-- Grain:    one row per limit and change; rows are never changed.
-- Keys:     limit_name, changed_at.
-- Load:     appended by framsyn access review limit.
-- Access:   log.
-- Sort key: looked up by name.
CREATE TABLE IF NOT EXISTS ops.review_limit_changes
(
    limit_name String               COMMENT 'Limit -> ops.review_limits.limit_name.',
    threshold  Float64              COMMENT 'The limit.',
    why        String               COMMENT 'Why the municipality has changed it.',
    changed_by String               COMMENT 'Who did.',
    changed_at DateTime64(6, 'UTC') COMMENT 'When.'
)
ENGINE = MergeTree
ORDER BY (limit_name, changed_at)
SETTINGS fsync_after_insert = 1
COMMENT 'Limits of the review of the access log that the municipality has set itself; only ever added to.';
