-- raw.clients: persons as the loader first met them, without their identity.
-- Grain:    one row per client and batch in which the client was first met.
-- Keys:     client_id, batch_id.
-- Sources:  delivered files by the contracts in loader/contracts.
-- Load:     appended by framsyn load.
-- Access:   delivery.
-- Sort key: looked up by client.
CREATE TABLE IF NOT EXISTS raw.clients
(
    client_id     UInt64                                             COMMENT 'Pseudonym of the person; never an identity number.',
    birth_month   Date32                                             COMMENT 'Month of birth, its first day; from the identity number.',
    sex           Enum8('unknown' = 0, 'female' = 1, 'male' = 2)     COMMENT 'Legal sex by the identity number; unknown for reserve numbers.',
    identity_kind LowCardinality(String)                             COMMENT 'personal (sv: personnummer), coordination (sv: samordningsnummer) or reserve (sv: reservnummer).',
    batch_id      UInt64                                             COMMENT 'Delivery in which the person was first met -> ops.load_batches.batch_id.'
)
ENGINE = MergeTree
ORDER BY (client_id, batch_id)
COMMENT 'Persons as the loader first met them, without their identity.';
