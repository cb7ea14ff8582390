-- vault.identities: the way back from a pseudonym to a person, encrypted.
-- Grain:    one row per client and batch in which the client was first met.
-- Keys:     client_id, batch_id.
-- Sources:  framsyn load.
-- Load:     appended by framsyn load.
-- Access:   identity.
-- Sort key: looked up by client.
CREATE TABLE IF NOT EXISTS vault.identities
(
    client_id          UInt64          COMMENT 'Pseudonym.',
    batch_id           UInt64          COMMENT 'Delivery in which the person was first met -> ops.load_batches.batch_id.',
    identity_encrypted String          COMMENT 'Identity number, encrypted by AES-256-GCM with the vault key: nonce, ciphertext, tag.',
    key_id             FixedString(16) COMMENT 'Which vault key encrypted it: first 16 hexadecimal digits of its fingerprint.'
)
ENGINE = MergeTree
ORDER BY (client_id, batch_id)
COMMENT 'The way back from a pseudonym to a person, encrypted.';
