-- raw.visits: visits by day from the planning system, as received.
-- Grain:    one row per delivered row: a person, a day, a kind of service and a provider.
-- Keys:     batch_id, line_no.
-- Sources:  delivered files by the contracts in loader/contracts.
-- Load:     appended by framsyn load.
-- Access:   delivery.
-- Sort key: the month lets readers take one partition; identity next, so that the latest version of a row is found while reading in order.
CREATE TABLE IF NOT EXISTS raw.visits
(
    month            Date                    COMMENT 'Month of the visit, its first day.',
    client_id        UInt64                  COMMENT 'Pseudonym of the person (sv: brukare); never an identity number. 0 in sources without persons.',
    visit_date       Date                    COMMENT 'Local day of the visits.',
    service_code     LowCardinality(String)  COMMENT 'Kind of service -> core.service_codes.service_code.',
    provider_code    LowCardinality(String)  COMMENT 'Provider as delivered.',
    n_planned_visits UInt16                  COMMENT 'Planned visits.',
    planned_min      UInt32                  COMMENT 'Planned time, minutes.',
    n_visits         UInt16                  COMMENT 'Performed visits.',
    performed_min    UInt32                  COMMENT 'Performed time, minutes.',
    n_missed_visits  UInt16                  COMMENT 'Planned visits that did not take place.',
    missed_reason    LowCardinality(String)  COMMENT 'Why (hospital, declined, not_home, staffing); empty where none was missed.',
    batch_id         UInt64                  COMMENT 'Delivery that brought the row -> ops.load_batches.batch_id; rows of a batch without a row there are not yet committed.',
    line_no          UInt32                  COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key          UInt64                  COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    row_hash         UInt64                  COMMENT 'Hash of all columns of the row; equal for equal content.',
    known_date       Date                    COMMENT 'First day on which the row could be known: the delivery date, or the end of the month plus the contract''s lag.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, client_id, row_key, batch_id, line_no)
COMMENT 'Visits by day from the planning system, as received.';
