-- ops.retention_certificates: deletions by rule (sv: gallring), when they began and when they were proved.
-- Grain:    one row per deletion and state.
-- Keys:     certificate_id, state.
-- Sources:  framsyn retention.
-- Load:     appended by framsyn retention.
-- Access:   log.
-- Sort key: by time.
CREATE TABLE IF NOT EXISTS ops.retention_certificates
(
    certificate_id  UUID                                COMMENT 'Deletion.',
    state           Enum8('begun' = 0, 'finished' = 1)  COMMENT 'begun: written before the first row is deleted; finished: nothing of the clients was found any more in any table or part.',
    as_of_date      Date                                COMMENT 'Day that ages were counted to.',
    decision        String                              COMMENT 'Decision that the rules rest on, as the municipality wrote it in config/retention.yaml.',
    rules           String                              COMMENT 'The rules as they stood, JSON.',
    user_name       LowCardinality(String)              COMMENT 'Who: the login that ran it.',
    role            LowCardinality(String)              COMMENT 'Role acted in.',
    why             String                              COMMENT 'Reason in words.',
    n_clients       UInt64                              COMMENT 'Clients whose data and identity were deleted.',
    through_month   Nullable(Date)                      COMMENT 'Last month of their data, its first day; mart.area_months stands as it is up to it. NULL where no client was deleted.',
    objects         Array(String)                       COMMENT 'Tables that rows were deleted from.',
    rows_before     Array(UInt64)                       COMMENT 'Rows of each of them before.',
    rows_deleted    Array(UInt64)                       COMMENT 'Rows of each that were to go.',
    rows_after      Array(UInt64)                       COMMENT 'Rows of each after; empty while begun.',
    backups         Array(String)                       COMMENT 'Backups that still hold the rows, as the configuration names them.',
    backups_until   Array(Date)                         COMMENT 'Last day that each of them is kept.',
    content_hash    FixedString(64)                     COMMENT 'SHA-256 of all the other columns and of the rows in ops.retention_counts, hexadecimal; zeros while begun.',
    written_at      DateTime64(3, 'UTC')                COMMENT 'When the row was written.',
    app_version     LowCardinality(String)              COMMENT 'Version of framsyn.'
)
ENGINE = MergeTree
ORDER BY (written_at, certificate_id, state)
SETTINGS fsync_after_insert = 1
COMMENT 'Deletions by rule (sv: gallring): rule, law, tables, rows, who, when and which backups still hold what went.';
