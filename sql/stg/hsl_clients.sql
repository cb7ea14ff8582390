-- stg.hsl_clients: persons with municipal health care in a month, latest version of each row.
-- Grain:    one row per client, month and provider.
-- Keys:     month, client_id, provider_kind.
-- Sources:  raw.hsl_clients, ops.current_batches, ops.load_batches.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.hsl_clients
(
    month             Date                    COMMENT 'Month of care, its first day.',
    client_id         UInt64                  COMMENT 'Pseudonym of the person (sv: brukare); never an identity number. 0 in sources without persons.',
    municipality_code LowCardinality(String)  COMMENT 'Municipality (sv: kommunkod).',
    provider_kind     LowCardinality(String)  COMMENT 'Who gave the care: municipal or private.',
    area_code         LowCardinality(String)  COMMENT 'Home-care area as delivered; empty where not.',
    batch_id          UInt64                  COMMENT 'Delivery that brought the row -> ops.load_batches.batch_id; rows of a batch without a row there are not yet committed.',
    line_no           UInt32                  COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key           UInt64                  COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    known_date        Date                    COMMENT 'First day on which the row could be known as it stands here.'
)
AS
-- One row per committed version of a delivered row, with the first day on which that version was known.
WITH versions AS
(
    SELECT
        *,
        min(known_date) OVER (PARTITION BY month, client_id, row_key, row_hash) AS first_known_date
    FROM raw.hsl_clients
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    month,
    client_id,
    municipality_code,
    provider_kind,
    area_code,
    batch_id,
    line_no,
    row_key,
    first_known_date AS known_date
FROM versions
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
ORDER BY month, client_id, row_key, versions.batch_id DESC, versions.line_no DESC
LIMIT 1 BY month, client_id, row_key;
