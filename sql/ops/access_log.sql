-- ops.access_log: access: who saw what.
-- Grain:    one row per access; where identities are asked for, one row per person.
-- Keys:     access_id.
-- Sources:  framsyn export, framsyn identity show, the pages; queries are not logged yet.
-- Load:     appended.
-- Access:   log.
-- Sort key: by time.
CREATE TABLE IF NOT EXISTS ops.access_log
(
    access_id   UUID                          COMMENT 'Access.',
    accessed_at DateTime64(3, 'UTC')          COMMENT 'When.',
    user_name   LowCardinality(String)        COMMENT 'Who: verified login, or the login that ran the command.',
    role        LowCardinality(String)        COMMENT 'Role: owner, analyst and so on.',
    purpose     String                        COMMENT 'Why, as stated; for identities a code -> core.purposes.purpose; empty where not.',
    surface     LowCardinality(String)        COMMENT 'Where from: sql, export, page, panel, identity (someone asked who a client is) or protected_identity (of someone with protected identity).',
    query_id    String                        COMMENT 'Query in the engine.',
    query_hash  UInt64                        COMMENT 'Hash of the query''s text.',
    objects     Array(LowCardinality(String)) COMMENT 'Tables and views that were read.',
    n_rows      UInt64                        COMMENT 'Rows given; for identities 1 where it was to be shown, 0 where it was refused.',
    n_clients   UInt64                        COMMENT 'Clients among them; 0 for aggregates or where not known.',
    client_id   UInt64                        COMMENT 'Whose identity it was, pseudonym; 0 where it was not about one person.',
    area_id     LowCardinality(String)        COMMENT 'Area of that client then; empty where not about one person or not known.',
    why         String                        COMMENT 'Reason in the words of the one who asked; empty where not asked for.',
    address     String                        COMMENT 'Address or machine it was asked from, as far as it is told; empty where not.',
    page        String                        COMMENT 'Page, panel or command; empty where not told.'
)
ENGINE = MergeTree
ORDER BY (accessed_at, access_id)
SETTINGS fsync_after_insert = 1
COMMENT 'Access: who saw what (sv: åtkomstlogg).';
