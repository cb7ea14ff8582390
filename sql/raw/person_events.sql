-- raw.person_events: notices from the population register, as received.
-- Grain:    one row per delivered row: a person, an event and a day.
-- Keys:     batch_id, line_no.
-- Sources:  delivered files by the contracts in loader/contracts.
-- Load:     appended by framsyn load.
-- Access:   delivery.
-- Sort key: the month lets readers take one partition; identity next, so that the latest version of a row is found while reading in order.
CREATE TABLE IF NOT EXISTS raw.person_events
(
    month      Date                    COMMENT 'Month of the event, its first day.',
    client_id  UInt64                  COMMENT 'Pseudonym of the person (sv: brukare); never an identity number. 0 in sources without persons.',
    event_date Date                    COMMENT 'Day of the event.',
    event_kind LowCardinality(String)  COMMENT 'death, moved_out, moved_in, widowed, protected or unprotected (sv: skyddade personuppgifter).',
    batch_id   UInt64                  COMMENT 'Delivery that brought the row -> ops.load_batches.batch_id; rows of a batch without a row there are not yet committed.',
    line_no    UInt32                  COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key    UInt64                  COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    row_hash   UInt64                  COMMENT 'Hash of all columns of the row; equal for equal content.',
    known_date Date                    COMMENT 'First day on which the row could be known: the delivery date, or the end of the month plus the contract''s lag.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, client_id, row_key, batch_id, line_no)
COMMENT 'Notices from the population register, as received.';
