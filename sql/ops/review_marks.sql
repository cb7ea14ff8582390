-- ops.review_marks: what the data protection officer found when looking at the log by hand.
-- Grain:    one row per mark; rows are never changed.
-- Keys:     mark_id.
-- Load:     appended by framsyn access review mark and the pages; no account of people or programs may change or delete rows.
-- Access:   log.
-- Sort key: by time.
CREATE TABLE IF NOT EXISTS ops.review_marks
(
    mark_id     UUID                   COMMENT 'Mark.',
    marked_at   DateTime64(6, 'UTC')   COMMENT 'When.',
    marked_by   LowCardinality(String) COMMENT 'Who controlled it.',
    verdict     LowCardinality(String) COMMENT 'in_order, asked (the person has been asked, the answer is awaited) or breach.',
    note        String                 COMMENT 'What was found, in words.',
    access_id   UUID                   COMMENT 'Access that was controlled -> ops.access_log.access_id; zero for a finding.',
    rule        LowCardinality(String) COMMENT 'Rule of the finding that was controlled -> ops.review_limits.limit_name; empty for an access.',
    user_name   String                 COMMENT 'Person of the finding; empty for an access.',
    review_date Date                   COMMENT 'Day of the finding; 1970-01-01 for an access.',
    client_id   UInt64                 COMMENT 'Client of the finding, pseudonym; 0 for none.'
)
ENGINE = MergeTree
ORDER BY (marked_at, mark_id)
SETTINGS fsync_after_insert = 1
COMMENT 'What was found when the log was controlled by hand; only ever added to.';
