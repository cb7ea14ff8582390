-- raw.assessments: needs assessed by IBIC, as received.
-- Grain:    one row per delivered row: a person, a day and an IBIC/ICF category.
-- Keys:     batch_id, line_no.
-- Sources:  delivered files by the contracts in loader/contracts.
-- Load:     appended by framsyn load.
-- Access:   delivery.
-- Sort key: the month lets readers take one partition; identity next, so that the latest version of a row is found while reading in order.
CREATE TABLE IF NOT EXISTS raw.assessments
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
    row_hash                UInt64                  COMMENT 'Hash of all columns of the row; equal for equal content.',
    known_date              Date                    COMMENT 'First day on which the row could be known: the delivery date, or the end of the month plus the contract''s lag.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, client_id, row_key, batch_id, line_no)
COMMENT 'Needs assessed by IBIC, as received.';
