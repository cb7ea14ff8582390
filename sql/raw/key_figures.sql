-- raw.key_figures: Kolada key figures, as received.
-- Grain:    one row per delivered value.
-- Keys:     batch_id, line_no.
-- Sources:  delivered files by the contracts in loader/contracts.
-- Load:     appended by framsyn load.
-- Access:   delivery.
-- Sort key: the month lets readers take one partition; identity next, so that the latest version of a row is found while reading in order.
CREATE TABLE IF NOT EXISTS raw.key_figures
(
    month             Date                    COMMENT 'January of the year, its first day.',
    client_id         UInt64                  COMMENT 'Pseudonym of the person (sv: brukare); never an identity number. 0 in sources without persons.',
    kpi_code          LowCardinality(String)  COMMENT 'Kolada key figure, such as N21704.',
    municipality_code LowCardinality(String)  COMMENT 'Municipality (sv: kommunkod).',
    year              UInt16                  COMMENT 'Year (Kolada: period).',
    gender_code       LowCardinality(String)  COMMENT 'T all, K women, M men.',
    value             Nullable(Float64)       COMMENT 'Value in the key figure''s own unit; NULL where Kolada has none.',
    batch_id          UInt64                  COMMENT 'Delivery that brought the row -> ops.load_batches.batch_id; rows of a batch without a row there are not yet committed.',
    line_no           UInt32                  COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key           UInt64                  COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    row_hash          UInt64                  COMMENT 'Hash of all columns of the row; equal for equal content.',
    known_date        Date                    COMMENT 'First day on which the row could be known: the delivery date, or the end of the month plus the contract''s lag.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, client_id, row_key, batch_id, line_no)
COMMENT 'Kolada key figures, as received.';
