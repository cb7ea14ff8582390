-- vault.tombstones: persons whose data was deleted by rule, so that an old file does not bring them back.
-- Grain:    one row per person and deletion.
-- Keys:     tombstone, certificate_id.
-- Sources:  framsyn retention.
-- Load:     appended by framsyn retention.
-- Access:   identity.
-- Sort key: read whole by every load.
-- A tombstone tells nobody who it was: it takes the pseudonym key and the number to make it, and it stands in no other table.
CREATE TABLE IF NOT EXISTS vault.tombstones
(
    tombstone      FixedString(32) COMMENT 'First 16 bytes of HMAC-SHA-256 of the number by the pseudonym key of then, hexadecimal; made apart from the pseudonym.',
    through_month  Date            COMMENT 'Last month of the person''s data, its first day: rows of that month or earlier are not loaded again.',
    certificate_id UUID            COMMENT 'Deletion -> ops.retention_certificates.certificate_id.'
)
ENGINE = MergeTree
ORDER BY (tombstone, certificate_id)
SETTINGS fsync_after_insert = 1
COMMENT 'Persons whose data was deleted by rule (sv: gallring), by hash.';
