-- stg.person_events: notices from the population register, latest version of each row.
-- Grain:    one row per client, event and day.
-- Keys:     client_id, event_kind, event_date.
-- Sources:  raw.person_events, ops.current_batches, ops.load_batches.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.person_events
(
    month      Date                    COMMENT 'Month of the event, its first day.',
    client_id  UInt64                  COMMENT 'Pseudonym of the person (sv: brukare); never an identity number. 0 in sources without persons.',
    event_date Date                    COMMENT 'Day of the event.',
    event_kind LowCardinality(String)  COMMENT 'death, moved_out, moved_in, widowed, protected or unprotected (sv: skyddade personuppgifter).',
    batch_id   UInt64                  COMMENT 'Delivery that brought the row -> ops.load_batches.batch_id; rows of a batch without a row there are not yet committed.',
    line_no    UInt32                  COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key    UInt64                  COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    known_date Date                    COMMENT 'First day on which the row could be known as it stands here.'
)
AS
-- One row per committed version of a delivered row, with the first day on which that version was known.
WITH versions AS
(
    SELECT
        *,
        min(known_date) OVER (PARTITION BY month, client_id, row_key, row_hash) AS first_known_date
    FROM raw.person_events
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    month,
    client_id,
    event_date,
    event_kind,
    batch_id,
    line_no,
    row_key,
    first_known_date AS known_date
FROM versions
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
ORDER BY month, client_id, row_key, versions.batch_id DESC, versions.line_no DESC
LIMIT 1 BY month, client_id, row_key;
