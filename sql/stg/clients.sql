-- stg.clients: persons known from any delivery.
-- Grain:    one row per client.
-- Keys:     client_id.
-- Sources:  raw.clients, ops.load_batches.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.clients
(
    client_id     UInt64                                         COMMENT 'Pseudonym of the person; never an identity number.',
    birth_month   Date32                                         COMMENT 'Month of birth, its first day; from the identity number.',
    sex           Enum8('unknown' = 0, 'female' = 1, 'male' = 2) COMMENT 'Legal sex by the identity number; unknown for reserve numbers.',
    identity_kind LowCardinality(String)                         COMMENT 'personal (sv: personnummer), coordination (sv: samordningsnummer) or reserve (sv: reservnummer).'
)
AS
SELECT
    client_id,
    birth_month,
    sex,
    identity_kind
FROM raw.clients
WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
ORDER BY client_id, batch_id
LIMIT 1 BY client_id;
