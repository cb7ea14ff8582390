-- ops.access_clients: who saw which client: the accesses that name theirs.
-- Grain:    one row per access and client.
-- Keys:     access_id, client_id.
-- Sources:  ops.access_log.
-- Load:     view.
-- Access:   log.
-- Sort key: none.
-- Readings of more clients than accessLog.maxClients are not here: ops.access_log has their number by area.
CREATE VIEW IF NOT EXISTS ops.access_clients
(
    access_id   UUID                   COMMENT 'Access -> ops.access_log.access_id.',
    accessed_at DateTime64(3, 'UTC')   COMMENT 'When.',
    user_name   String                 COMMENT 'Who.',
    role        String                 COMMENT 'In which role.',
    purpose     String                 COMMENT 'Why, as stated; empty where not.',
    surface     String                 COMMENT 'Where from, as in ops.access_log.',
    request     String                 COMMENT 'What was asked; empty for SQL.',
    page        String                 COMMENT 'Page, panel or command; empty where not told.',
    outcome     String                 COMMENT 'What came of it, as in ops.access_log.',
    is_shown    Bool                   COMMENT 'Something of the client was shown.',
    is_alone    Bool                   COMMENT 'It was about this client alone, not about a list.',
    n_clients   UInt64                 COMMENT 'Clients in the same access.',
    client_id   UInt64                 COMMENT 'Client, pseudonym.'
)
AS
SELECT
    log.access_id AS access_id,
    log.accessed_at AS accessed_at,
    toString(log.user_name) AS user_name,
    toString(log.role) AS role,
    log.purpose AS purpose,
    toString(log.surface) AS surface,
    toString(log.request) AS request,
    log.page AS page,
    toString(log.outcome) AS outcome,
    toBool(log.n_rows > 0) AS is_shown,
    toBool(log.client_id != 0) AS is_alone,
    log.n_clients AS n_clients,
    arrayJoin(if(log.client_id != 0, [log.client_id], log.client_ids)) AS client_id
FROM ops.access_log AS log
WHERE log.outcome != 'started';
