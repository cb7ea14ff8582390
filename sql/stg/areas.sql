-- stg.areas: areas and units, latest delivery.
-- Grain:    one row per area.
-- Keys:     area_code.
-- Sources:  raw.areas, ops.current_batches, ops.load_batches.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.areas
(
    area_code        LowCardinality(String)  COMMENT 'Area.',
    area_name        String                  COMMENT 'Name.',
    parent_area_code LowCardinality(String)  COMMENT 'Area above it; empty for the municipality.',
    area_kind        LowCardinality(String)  COMMENT 'municipality, area or unit.',
    batch_id         UInt64                  COMMENT 'Delivery that brought the row -> ops.load_batches.batch_id; rows of a batch without a row there are not yet committed.',
    line_no          UInt32                  COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key          UInt64                  COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    known_date       Date                    COMMENT 'First day on which the row could be known as it stands here.'
)
AS
-- One row per committed version of a delivered row, with the first day on which that version was known.
WITH versions AS
(
    SELECT
        *,
        min(known_date) OVER (PARTITION BY row_key, row_hash) AS first_known_date
    FROM raw.areas
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    area_code,
    area_name,
    parent_area_code,
    area_kind,
    batch_id,
    line_no,
    row_key,
    first_known_date AS known_date
FROM versions
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
ORDER BY row_key, versions.batch_id DESC, versions.line_no DESC
LIMIT 1 BY row_key;
