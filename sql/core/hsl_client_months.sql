-- core.hsl_client_months: persons with municipal health care, by month.
-- Grain:    one row per client and month.
-- Keys:     client_id, month.
-- Sources:  stg.hsl_clients.
-- Load:     replaced by month.
-- Access:   person, health care.
-- Sort key: read by client.
CREATE TABLE IF NOT EXISTS core.hsl_client_months
(
    client_id              UInt64 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    month                  Date   COMMENT 'Month of care, its first day.',
    has_municipal_provider Bool   COMMENT 'The municipality gave care.',
    has_private_provider   Bool   COMMENT 'A private provider gave care; its actions are not in the register.',
    area_id                LowCardinality(String) COMMENT 'Home-care area by the register, the last by name where providers gave several; empty where not delivered.',
    known_date             Date   COMMENT 'First day on which the client was known to be in the register for the month.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (client_id, month)
COMMENT 'Persons with municipal health care (sv: kommunal hälso- och sjukvård), by month.';

INSERT INTO core.hsl_client_months
SELECT
    client_id,
    month,
    max(provider_kind = 'municipal') AS has_municipal_provider,
    max(provider_kind = 'private') AS has_private_provider,
    max(delivered.area_code) AS area_id,
    min(delivered.known_date) AS known_date
FROM stg.hsl_clients AS delivered
WHERE month BETWEEN {from_month:Date} AND {to_month:Date}
GROUP BY client_id, month;
