-- raw.interventions: preventive interventions, as received.
-- Grain:    one row per delivered row: a version of an intervention.
-- Keys:     batch_id, line_no.
-- Sources:  delivered files by the contracts in loader/contracts.
-- Load:     appended by framsyn load.
-- Access:   delivery.
-- Sort key: the month lets readers take one partition; identity next, so that the latest version of a row is found while reading in order.
CREATE TABLE IF NOT EXISTS raw.interventions
(
    month                       Date                    COMMENT 'Month in which the intervention started, its first day.',
    client_id                   UInt64                  COMMENT 'Pseudonym of the person (sv: brukare); never an identity number. 0 in sources without persons.',
    intervention_code           String                  COMMENT 'The municipality''s own number of the intervention.',
    intervention_kind           LowCardinality(String)  COMMENT 'Kind of intervention, such as rehabilitation -> core.interventions.kind.',
    started_date                Date                    COMMENT 'First day.',
    ended_date                  Nullable(Date)          COMMENT 'First day after it; NULL while it goes on.',
    selection_code              String                  COMMENT 'Selection (sv: urval) it came from, as delivered; empty where none.',
    believed_change_h_per_month Nullable(Float64)       COMMENT 'Believed change of home-care hours per month when it was decided, negative = fewer; NULL where not stated.',
    result_kind                 LowCardinality(String)  COMMENT 'Result as judged by the team: good, partial, none or empty.',
    batch_id                    UInt64                  COMMENT 'Delivery that brought the row -> ops.load_batches.batch_id; rows of a batch without a row there are not yet committed.',
    line_no                     UInt32                  COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key                     UInt64                  COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    row_hash                    UInt64                  COMMENT 'Hash of all columns of the row; equal for equal content.',
    known_date                  Date                    COMMENT 'First day on which the row could be known: the delivery date, or the end of the month plus the contract''s lag.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, client_id, row_key, batch_id, line_no)
COMMENT 'Preventive interventions, as received.';
