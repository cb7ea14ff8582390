-- ops.watched_clients: clients whom many know of: each opening of theirs is looked at.
-- Grain:    one row per client on the list.
-- Keys:     client_id.
-- Sources:  ops.watched_client_changes.
-- Load:     view.
-- Access:   log.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS ops.watched_clients
(
    client_id  UInt64               COMMENT 'Client, pseudonym.',
    changed_by String               COMMENT 'Who put the client on the list.',
    changed_at DateTime64(6, 'UTC') COMMENT 'When.'
)
AS
SELECT newest.client_id AS client_id, newest.changed_by AS changed_by, newest.changed_at AS changed_at
FROM
(
    SELECT changes.client_id AS client_id, changes.is_watched AS is_watched, changes.changed_by AS changed_by, changes.changed_at AS changed_at
    FROM ops.watched_client_changes AS changes
    ORDER BY changes.changed_at DESC
    LIMIT 1 BY changes.client_id
) AS newest
WHERE newest.is_watched;
