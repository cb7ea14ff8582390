-- stg.need_norms: a municipality's own norm times for needs, latest delivery.
-- Grain:    one row per category, limitation, profession, kind of household and first day.
-- Keys:     icf_code, limitation, profession_code, household_kind, valid_from.
-- Sources:  raw.need_norms, ops.current_batches, ops.load_batches.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.need_norms
(
    icf_code         LowCardinality(String) COMMENT 'IBIC/ICF category -> core.icf_codes.icf_code.',
    limitation       UInt8                  COMMENT 'Assessed limitation (sv: begränsning), 0 none to 4 total.',
    profession_code  LowCardinality(String) COMMENT 'assistant_nurse, nurse, occupational_therapist or physical_therapist.',
    minutes_per_week Float64                COMMENT 'Norm time, minutes per week.',
    household_kind   LowCardinality(String) COMMENT 'single, shared, or empty where the norm is for both.',
    valid_from       Date                   COMMENT 'First day on which the norm holds.',
    batch_id         UInt64                 COMMENT 'Delivery that brought the row -> ops.load_batches.batch_id; rows of a batch without a row there are not yet committed.',
    line_no          UInt32                 COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key          UInt64                 COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    known_date       Date                   COMMENT 'First day on which the row could be known as it stands here.'
)
AS
-- One row per committed version of a delivered row, with the first day on which that version was known.
WITH versions AS
(
    SELECT
        *,
        min(known_date) OVER (PARTITION BY row_key, row_hash) AS first_known_date
    FROM raw.need_norms
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    icf_code,
    limitation,
    profession_code,
    minutes_per_week,
    household_kind,
    valid_from,
    batch_id,
    line_no,
    row_key,
    first_known_date AS known_date
FROM versions
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
ORDER BY row_key, versions.batch_id DESC, versions.line_no DESC
LIMIT 1 BY row_key;
