-- ops.export_log: exports: who took what.
-- Grain:    one row per export and state: pages write one when an export begins and one when it is over, the command line the latter.
-- Keys:     export_id, state.
-- Sources:  framsyn export, the pages.
-- Load:     appended by exports.
-- Access:   log.
-- Sort key: by time.
CREATE TABLE IF NOT EXISTS ops.export_log
(
    export_id   UUID                   COMMENT 'Export.',
    state       LowCardinality(String) DEFAULT 'finished' COMMENT 'started: the first byte may have gone out; finished: all of it; broken: what had gone out is not all of it.',
    exported_at DateTime('UTC')        COMMENT 'When.',
    user_name   LowCardinality(String) COMMENT 'Who: the login that ran the export.',
    role        LowCardinality(String) DEFAULT 'analyst' COMMENT 'In which role.',
    object      LowCardinality(String) COMMENT 'What: forecasts, area-months, selection, staffing, scenarios, plan or query (a named query; its name is in filter).',
    filter      String                 COMMENT 'Which part: the selection or condition.',
    purpose     String                 COMMENT 'Why, as stated; empty where not.',
    format      LowCardinality(String) COMMENT 'csv, csv-se, xlsx or parquet.',
    file_name   String                 COMMENT 'File that was written.',
    n_rows      UInt64                 COMMENT 'Rows in it; 0 when it has begun.',
    n_clients   UInt64                 COMMENT 'Clients in it; 0 for aggregates, and when it has begun.',
    n_bytes     UInt64 DEFAULT 0       COMMENT 'Size of the file, bytes; 0 when it has begun and in rows from before sizes were kept.',
    run_id      UInt64                 COMMENT 'Run that the numbers came from -> model.runs.run_id; 0 where none.',
    query_hash  UInt64                 COMMENT 'Hash of the query.'
)
ENGINE = MergeTree
ORDER BY (exported_at, export_id)
SETTINGS fsync_after_insert = 1
COMMENT 'Exports: who took what (sv: uttag).';
