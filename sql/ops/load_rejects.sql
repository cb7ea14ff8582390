-- ops.load_rejects: delivered rows that could not be used, and why.
-- Grain:    one row per rejected row and fault; the first fault of a row has fault_number 1.
-- Keys:     batch_id, line_no, fault_number.
-- Sources:  framsyn load.
-- Load:     appended by framsyn load; rows count when their batch is in ops.load_batches.
-- Access:   operation.
-- Sort key: read by batch and line.
CREATE TABLE IF NOT EXISTS ops.load_rejects
(
    batch_id      UInt64                 COMMENT 'Batch -> ops.load_batches.batch_id.',
    line_no       UInt32                 COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    fault_number  UInt8                  COMMENT 'Which of the row''s faults this is, from 1.',
    source        LowCardinality(String) COMMENT 'Object in raw that would have taken the row.',
    file_name     String                 COMMENT 'Name of the delivered file.',
    field         LowCardinality(String) COMMENT 'Column as named in the file, or its number; empty where the whole row is at fault.',
    value_class   LowCardinality(String) COMMENT 'What kind of value stood there, never the value: empty, text, number, date, identity-like, code and so on.',
    rule          LowCardinality(String) COMMENT 'Rule that the row broke.',
    reason_sv     String                 COMMENT 'What is wrong and what to do, in Swedish.',
    reason_en     String                 COMMENT 'What is wrong and what to do, in English.'
)
ENGINE = MergeTree
ORDER BY (batch_id, line_no, fault_number)
COMMENT 'Delivered rows that could not be used, and why.';
