-- raw.case_times: time that officers spent on cases, as received.
-- Grain:    one row per delivered row: a piece of work on a case.
-- Keys:     batch_id, line_no.
-- Sources:  delivered files by the contracts in loader/contracts.
-- Load:     appended by framsyn load.
-- Access:   delivery.
-- Sort key: the month lets readers take one partition; identity next, so that the latest version of a row is found while reading in order.
CREATE TABLE IF NOT EXISTS raw.case_times
(
    month        Date                   COMMENT 'Month of the work, its first day.',
    client_id    UInt64                 COMMENT 'Pseudonym of the person (sv: brukare); never an identity number. 0 in sources without persons.',
    case_id      UInt64                 COMMENT 'Pseudonym of the municipality''s number of the case (sv: ärende).',
    officer_id   UInt64                 COMMENT 'Pseudonym of the officer who worked (sv: handläggare); 0 where not delivered.',
    event_date   Date                   COMMENT 'Day of the work.',
    activity     LowCardinality(String) COMMENT 'application (the application came in), meeting (meeting or home visit), documentation, travel or other.',
    minutes      Float64                COMMENT 'Time spent, minutes.',
    decided_date Nullable(Date)         COMMENT 'Day of the decision that the case led to; NULL before it.',
    batch_id     UInt64                 COMMENT 'Delivery that brought the row -> ops.load_batches.batch_id; rows of a batch without a row there are not yet committed.',
    line_no      UInt32                 COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key      UInt64                 COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    row_hash     UInt64                 COMMENT 'Hash of all columns of the row; equal for equal content.',
    known_date   Date                   COMMENT 'First day on which the row could be known: the delivery date, or the end of the month plus the contract''s lag.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, client_id, row_key, batch_id, line_no)
COMMENT 'Time that officers spent on cases, as received.';
