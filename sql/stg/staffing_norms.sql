-- stg.staffing_norms: how working time is used, by profession, latest delivery.
-- Grain:    one row per profession and first day.
-- Keys:     profession_code, valid_from.
-- Sources:  raw.staffing_norms, ops.current_batches, ops.load_batches.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.staffing_norms
(
    profession_code  LowCardinality(String) COMMENT 'assistant_nurse, nurse, occupational_therapist or physical_therapist.',
    valid_from       Date                   COMMENT 'First day on which the numbers hold.',
    paid_h_per_month Float64                COMMENT 'Paid hours in a month of one full-time employee.',
    absence_share    Float64                COMMENT 'Share of the paid hours that is absence (sv: frånvaro), such as holidays, illness and parental leave; 0-0.6.',
    travel_share     Float64                COMMENT 'Share of the hours at work that is travel (sv: restid).',
    client_share     Float64                COMMENT 'Share of the hours at work without travel that is with clients (sv: brukartid).',
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
    FROM raw.staffing_norms
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    profession_code,
    valid_from,
    paid_h_per_month,
    absence_share,
    travel_share,
    client_share,
    batch_id,
    line_no,
    row_key,
    first_known_date AS known_date
FROM versions
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
ORDER BY row_key, versions.batch_id DESC, versions.line_no DESC
LIMIT 1 BY row_key;
