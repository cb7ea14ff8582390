-- stg.case_times: time that officers spent on cases, latest version of each row.
-- Grain:    one row per piece of work.
-- Keys:     client_id, month, row_key.
-- Sources:  raw.case_times, ops.current_batches, ops.load_batches.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.case_times
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
    known_date   Date                   COMMENT 'First day on which the row could be known as it stands here.'
)
AS
-- One row per committed version of a delivered row, with the first day on which that version was known.
WITH versions AS
(
    SELECT
        *,
        min(known_date) OVER (PARTITION BY month, client_id, row_key, row_hash) AS first_known_date
    FROM raw.case_times
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    month,
    client_id,
    case_id,
    officer_id,
    event_date,
    activity,
    minutes,
    decided_date,
    batch_id,
    line_no,
    row_key,
    first_known_date AS known_date
FROM versions
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
ORDER BY month, client_id, row_key, versions.batch_id DESC, versions.line_no DESC
LIMIT 1 BY month, client_id, row_key;
