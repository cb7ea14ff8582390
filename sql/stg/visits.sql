-- stg.visits: visits by day, latest version of each row.
-- Grain:    one row per client, day, kind of service and provider, or per visit where single visits are delivered.
-- Keys:     month, client_id, row_key.
-- Sources:  raw.visits, ops.current_batches, ops.load_batches.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.visits
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
    known_date       Date                    COMMENT 'First day on which the row could be known as it stands here.'
)
AS
-- One row per committed version of a delivered row, with the first day on which that version was known.
WITH versions AS
(
    SELECT
        *,
        min(known_date) OVER (PARTITION BY month, client_id, row_key, row_hash) AS first_known_date
    FROM raw.visits
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    month,
    client_id,
    visit_date,
    service_code,
    provider_code,
    n_planned_visits,
    planned_min,
    n_visits,
    performed_min,
    n_missed_visits,
    missed_reason,
    batch_id,
    line_no,
    row_key,
    first_known_date AS known_date
FROM versions
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
ORDER BY month, client_id, row_key, versions.batch_id DESC, versions.line_no DESC
LIMIT 1 BY month, client_id, row_key;
