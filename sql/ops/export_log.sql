-- ops.export_log: exports: who took what.
-- Grain:    one row per export.
-- Keys:     export_id.
-- Sources:  framsyn export.
-- Load:     appended by exports.
-- Access:   log.
-- Sort key: by time.
CREATE TABLE IF NOT EXISTS ops.export_log
(
    export_id   UUID                   COMMENT 'Export.',
    exported_at DateTime('UTC')        COMMENT 'When.',
    user_name   LowCardinality(String) COMMENT 'Who: the login that ran the export.',
    object      LowCardinality(String) COMMENT 'What: forecasts, area-months, selection, staffing, scenarios or plan.',
    filter      String                 COMMENT 'Which part: the selection or condition.',
    purpose     String                 COMMENT 'Why, as stated; empty where not.',
    format      LowCardinality(String) COMMENT 'csv, csv-se, xlsx or parquet.',
    file_name   String                 COMMENT 'File that was written.',
    n_rows      UInt64                 COMMENT 'Rows in it.',
    n_clients   UInt64                 COMMENT 'Clients in it; 0 for aggregates.',
    run_id      UInt64                 COMMENT 'Run that the numbers came from -> model.runs.run_id; 0 where none.',
    query_hash  UInt64                 COMMENT 'Hash of the query.'
)
ENGINE = MergeTree
ORDER BY (exported_at, export_id)
SETTINGS fsync_after_insert = 1
COMMENT 'Exports: who took what (sv: uttag).';
