-- stg.assessments: needs assessed by IBIC, latest version of each row.
-- Grain:    one row per client, day and IBIC/ICF category.
-- Keys:     client_id, assessed_date, icf_code.
-- Sources:  raw.assessments, ops.current_batches, ops.load_batches.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.assessments
(
    month                   Date                    COMMENT 'Month of the assessment, its first day.',
    client_id               UInt64                  COMMENT 'Pseudonym of the person (sv: brukare); never an identity number. 0 in sources without persons.',
    assessed_date           Date                    COMMENT 'Day of the assessment.',
    life_area               LowCardinality(String)  COMMENT 'Life area (sv: livsområde): ICF chapter d1-d9, or b1 and e for the IBIC additions.',
    icf_code                LowCardinality(String)  COMMENT 'IBIC/ICF category -> core.icf_codes.icf_code.',
    limitation              Nullable(UInt8)         COMMENT 'Assessed limitation (sv: begränsning), 0 none to 4 total; NULL for 8 not specified and 9 not applicable.',
    limitation_source_value LowCardinality(String)  COMMENT 'Limitation as received.',
    goal_kind               LowCardinality(String)  COMMENT 'Goal (sv: mål): keep, improve, compensate or empty.',
    goal_limitation         Nullable(UInt8)         COMMENT 'Intended limitation, 0-4; NULL where no goal was set.',
    wording                 String                  COMMENT 'Wording as received; identity numbers in it are masked.',
    officer_id              UInt64                  COMMENT 'Pseudonym of the officer who assessed; 0 where not delivered.',
    batch_id                UInt64                  COMMENT 'Delivery that brought the row -> ops.load_batches.batch_id; rows of a batch without a row there are not yet committed.',
    line_no                 UInt32                  COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key                 UInt64                  COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    known_date              Date                    COMMENT 'First day on which the row could be known as it stands here.'
)
AS
-- One row per committed version of a delivered row, with the first day on which that version was known.
WITH versions AS
(
    SELECT
        *,
        min(known_date) OVER (PARTITION BY month, client_id, row_key, row_hash) AS first_known_date
    FROM raw.assessments
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    month,
    client_id,
    assessed_date,
    life_area,
    icf_code,
    limitation,
    limitation_source_value,
    goal_kind,
    goal_limitation,
    wording,
    officer_id,
    batch_id,
    line_no,
    row_key,
    first_known_date AS known_date
FROM versions
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
ORDER BY month, client_id, row_key, versions.batch_id DESC, versions.line_no DESC
LIMIT 1 BY month, client_id, row_key;
