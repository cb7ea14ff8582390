-- stg.key_figures: Kolada key figures, latest delivery.
-- Grain:    one row per key figure, municipality, year and gender.
-- Keys:     kpi_code, municipality_code, year, gender_code.
-- Sources:  raw.key_figures, ops.current_batches, ops.load_batches.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.key_figures
(
    month             Date                    COMMENT 'January of the year, its first day.',
    kpi_code          LowCardinality(String)  COMMENT 'Kolada key figure, such as N21704.',
    municipality_code LowCardinality(String)  COMMENT 'Municipality (sv: kommunkod).',
    year              UInt16                  COMMENT 'Year (Kolada: period).',
    gender_code       LowCardinality(String)  COMMENT 'T all, K women, M men.',
    value             Nullable(Float64)       COMMENT 'Value in the key figure''s own unit; NULL where Kolada has none.',
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
    FROM raw.key_figures
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    month,
    kpi_code,
    municipality_code,
    year,
    gender_code,
    value,
    batch_id,
    line_no,
    row_key,
    first_known_date AS known_date
FROM versions
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
ORDER BY month, client_id, row_key, versions.batch_id DESC, versions.line_no DESC
LIMIT 1 BY month, client_id, row_key;
