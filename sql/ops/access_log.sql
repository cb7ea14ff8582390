-- ops.access_log: access: who saw what.
-- Grain:    one row per access.
-- Keys:     access_id.
-- Sources:  framsyn export; queries and pages are not logged yet.
-- Load:     appended.
-- Access:   log.
-- Sort key: by time.
CREATE TABLE IF NOT EXISTS ops.access_log
(
    access_id   UUID                          COMMENT 'Access.',
    accessed_at DateTime64(3, 'UTC')          COMMENT 'When.',
    user_name   LowCardinality(String)        COMMENT 'Who: verified login, or the login that ran the command.',
    role        LowCardinality(String)        COMMENT 'Role: owner, analyst and so on.',
    purpose     String                        COMMENT 'Why, as stated; empty where not.',
    surface     LowCardinality(String)        COMMENT 'Where from: sql, export, page or panel.',
    query_id    String                        COMMENT 'Query in the engine.',
    query_hash  UInt64                        COMMENT 'Hash of the query''s text.',
    objects     Array(LowCardinality(String)) COMMENT 'Tables and views that were read.',
    n_rows      UInt64                        COMMENT 'Rows given.',
    n_clients   UInt64                        COMMENT 'Clients among them; 0 for aggregates or where not known.'
)
ENGINE = MergeTree
ORDER BY (accessed_at, access_id)
SETTINGS fsync_after_insert = 1
COMMENT 'Access: who saw what (sv: åtkomstlogg).';
