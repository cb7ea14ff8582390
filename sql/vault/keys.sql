-- vault.keys: fingerprints of the keys that this database was made with; never the keys.
-- Grain:    one row per key.
-- Keys:     purpose, key_id.
-- Sources:  framsyn load.
-- Load:     appended by framsyn load.
-- Access:   identity.
-- Sort key: looked up by purpose.
CREATE TABLE IF NOT EXISTS vault.keys
(
    purpose       LowCardinality(String) COMMENT 'pseudonym or vault; the newest of each counts.',
    key_id        FixedString(16)        COMMENT 'First 16 hexadecimal digits of the key''s fingerprint (HMAC-SHA-256 of a fixed text).',
    first_used_at DateTime('UTC')        COMMENT 'When the key was first used here.'
)
ENGINE = MergeTree
ORDER BY (purpose, key_id)
COMMENT 'Fingerprints of the keys that this database was made with; never the keys.';
