-- ops.watched_client_changes: clients whom many know of, such as politicians and artists, as they come on and go off the list.
-- Grain:    one row per client and change; rows are never changed.
-- Keys:     client_id, changed_at.
-- Load:     appended by framsyn access watch.
-- Access:   log.
-- Sort key: looked up by client.
CREATE TABLE IF NOT EXISTS ops.watched_client_changes
(
    client_id  UInt64              COMMENT 'Client, pseudonym.',
    is_watched Bool                COMMENT 'On the list from now on, or off it.',
    changed_by String              COMMENT 'Who changed the list.',
    changed_at DateTime64(6, 'UTC') COMMENT 'When.'
)
ENGINE = MergeTree
ORDER BY (client_id, changed_at)
SETTINGS fsync_after_insert = 1
COMMENT 'The municipality''s own list of well-known clients, by pseudonym; only ever added to.';
