-- ops.load_batches: delivered files that are in; the row is the commit of a batch.
-- Grain:    one row per delivered file that was loaded.
-- Keys:     batch_id.
-- Sources:  framsyn load.
-- Load:     appended by framsyn load.
-- Access:   operation.
-- Sort key: in the order in which batches were loaded.
CREATE TABLE IF NOT EXISTS ops.load_batches
(
    batch_id          UInt64                                  COMMENT 'Batch: its place in the order of loading, from 1; a later batch replaces rows of an earlier one.',
    source            LowCardinality(String)                  COMMENT 'Object in raw that took the rows, such as visits.',
    contract          LowCardinality(String)                  COMMENT 'Contract that read the file, from loader/contracts.',
    contract_version  UInt16                                  COMMENT 'Version of that contract.',
    generation        LowCardinality(String)                  COMMENT 'Generation of the form that the header showed; empty where there is only one.',
    scope             LowCardinality(String)                  COMMENT 'Which of the source''s deliveries this is: a complete batch supersedes earlier ones of the same source, scope and month.',
    period_month      Nullable(Date)                          COMMENT 'Month the file speaks of, its first day; NULL for files without one.',
    delivery          Enum8('complete' = 1, 'partial' = 2)    COMMENT 'complete: earlier batches of the same source, scope and month are superseded; partial: added to them.',
    delivered_date    Date                                    COMMENT 'Day of delivery: by the file name, else the day it was found.',
    file_name         String                                  COMMENT 'Name of the delivered file, with the member''s name for archives.',
    file_sha256       FixedString(64)                         COMMENT 'SHA-256 of the file as delivered, hexadecimal.',
    file_bytes        UInt64                                  COMMENT 'Size as delivered, bytes.',
    encoding          LowCardinality(String)                  COMMENT 'Text encoding that was found; empty for binary formats.',
    n_delivered       UInt64                                  COMMENT 'Rows in the file.',
    n_loaded          UInt64                                  COMMENT 'Rows with a new identity.',
    n_repeated        UInt64                                  COMMENT 'Rows equal to the version already there, or to an earlier row of the file.',
    n_replaced        UInt64                                  COMMENT 'Rows that took the place of an earlier version with other content.',
    n_rejected        UInt64                                  COMMENT 'Rows in ops.load_rejects.',
    n_withdrawn       UInt64                                  COMMENT 'Earlier rows that a complete delivery no longer contains.',
    first_month       Nullable(Date)                          COMMENT 'First month that the batch''s rows touch; NULL where it has none.',
    last_month        Nullable(Date)                          COMMENT 'Last month that the batch''s rows touch; NULL where it has none.',
    repeats_batch_id  UInt64                                  COMMENT 'Batch of the same file content, loaded earlier; 0 where this is the first.',
    loaded_at         DateTime('UTC')                         COMMENT 'When the batch was committed.',
    load_seconds      Float64                                 COMMENT 'Time it took to load, seconds.',
    app_version       LowCardinality(String)                  COMMENT 'Version of framsyn that loaded it.'
)
ENGINE = MergeTree
ORDER BY batch_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Delivered files that are in; the row is the commit of a batch.';
