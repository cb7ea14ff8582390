-- stg.capacities: available staff hours and their cost, latest delivery.
-- Grain:    one row per area, month and profession.
-- Keys:     area_code, month, profession_code.
-- Sources:  raw.capacities, ops.current_batches, ops.load_batches.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.capacities
(
    month           Date                    COMMENT 'Month that the capacity is for, its first day.',
    area_code       LowCardinality(String)  COMMENT 'Area.',
    profession_code LowCardinality(String)  COMMENT 'assistant_nurse, nurse, occupational_therapist or physical_therapist.',
    available_h     Float64                 COMMENT 'Available working time, hours in the month.',
    cost_sek_per_h  Decimal(9, 2)           COMMENT 'Cost of one working hour, SEK.',
    vacant_fte      Nullable(Float64)       COMMENT 'Vacant positions (sv: vakanser), full-time equivalents; NULL where not stated.',
    batch_id        UInt64                  COMMENT 'Delivery that brought the row -> ops.load_batches.batch_id; rows of a batch without a row there are not yet committed.',
    line_no         UInt32                  COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key         UInt64                  COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    known_date      Date                    COMMENT 'First day on which the row could be known as it stands here.'
)
AS
-- One row per committed version of a delivered row, with the first day on which that version was known.
WITH versions AS
(
    SELECT
        *,
        min(known_date) OVER (PARTITION BY month, client_id, row_key, row_hash) AS first_known_date
    FROM raw.capacities
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    month,
    area_code,
    profession_code,
    available_h,
    cost_sek_per_h,
    vacant_fte,
    batch_id,
    line_no,
    row_key,
    first_known_date AS known_date
FROM versions
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
ORDER BY month, client_id, row_key, versions.batch_id DESC, versions.line_no DESC
LIMIT 1 BY month, client_id, row_key;
