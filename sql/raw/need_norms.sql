-- raw.need_norms: a municipality's own norm times for needs, as received.
-- Grain:    one row per delivered row: an IBIC/ICF category, a limitation, a profession and a kind of household, from a day on.
-- Keys:     batch_id, line_no.
-- Sources:  delivered files by the contracts in loader/contracts.
-- Load:     appended by framsyn load.
-- Access:   delivery.
-- Sort key: the month lets readers take one partition; identity next, so that the latest version of a row is found while reading in order.
CREATE TABLE IF NOT EXISTS raw.need_norms
(
    month            Date                   COMMENT 'Month of the delivery, its first day.',
    client_id        UInt64                 COMMENT 'Pseudonym of the person (sv: brukare); never an identity number. 0 in sources without persons.',
    icf_code         LowCardinality(String) COMMENT 'IBIC/ICF category -> core.icf_codes.icf_code.',
    limitation       UInt8                  COMMENT 'Assessed limitation (sv: begränsning), 0 none to 4 total.',
    profession_code  LowCardinality(String) COMMENT 'assistant_nurse, nurse, occupational_therapist or physical_therapist.',
    minutes_per_week Float64                COMMENT 'Norm time, minutes per week.',
    household_kind   LowCardinality(String) COMMENT 'single, shared, or empty where the norm is for both.',
    valid_from       Date                   COMMENT 'First day on which the norm holds.',
    batch_id         UInt64                 COMMENT 'Delivery that brought the row -> ops.load_batches.batch_id; rows of a batch without a row there are not yet committed.',
    line_no          UInt32                 COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key          UInt64                 COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    row_hash         UInt64                 COMMENT 'Hash of all columns of the row; equal for equal content.',
    known_date       Date                   COMMENT 'First day on which the row could be known: the delivery date, or the end of the month plus the contract''s lag.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, client_id, row_key, batch_id, line_no)
COMMENT 'A municipality''s own norm times for needs, as received.';
