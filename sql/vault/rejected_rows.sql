-- vault.rejected_rows: rejected rows as delivered, encrypted, so that a steward can mend them.
-- Grain:    one row per rejected row.
-- Keys:     batch_id, line_no.
-- Sources:  framsyn load.
-- Load:     appended by framsyn load.
-- Access:   identity.
-- Sort key: read by batch and line.
CREATE TABLE IF NOT EXISTS vault.rejected_rows
(
    batch_id      UInt64          COMMENT 'Batch -> ops.load_batches.batch_id.',
    line_no       UInt32          COMMENT 'Row number in the delivered file; 0 is the header.',
    row_encrypted String          COMMENT 'The row''s fields as delivered, encrypted by AES-256-GCM with the vault key: nonce, ciphertext, tag.',
    key_id        FixedString(16) COMMENT 'Which vault key encrypted it: first 16 hexadecimal digits of its fingerprint.'
)
ENGINE = MergeTree
ORDER BY (batch_id, line_no)
COMMENT 'Rejected rows as delivered, encrypted, so that a steward can mend them.';
