-- stg.hsl_actions: health-care actions, latest version of each row.
-- Grain:    one row per action.
-- Keys:     month, client_id, row_key.
-- Sources:  raw.hsl_actions, ops.current_batches, ops.load_batches.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.hsl_actions
(
    month                  Date                           COMMENT 'Month of care, its first day.',
    client_id              UInt64                         COMMENT 'Pseudonym of the person (sv: brukare); never an identity number. 0 in sources without persons.',
    municipality_code      LowCardinality(String)         COMMENT 'Municipality (sv: kommunkod).',
    performed_date         Date                           COMMENT 'Day of the action (sv: åtgärdsdatum).',
    kva_code               LowCardinality(String)         COMMENT 'Action by KVÅ, five characters.',
    profession_code        LowCardinality(String)         COMMENT 'Licensed profession (sv: yrkeskod, XS9xx).',
    other_profession_codes Array(LowCardinality(String))  COMMENT 'Further professions that acted jointly; empty where none.',
    is_delegated           Bool                           COMMENT 'Done by home-care staff on delegation; KHSL2 itself never says so, a local export may.',
    duration_min           Nullable(UInt16)               COMMENT 'Duration, minutes; NULL where the delivery has none, as in KHSL2.',
    batch_id               UInt64                         COMMENT 'Delivery that brought the row -> ops.load_batches.batch_id; rows of a batch without a row there are not yet committed.',
    line_no                UInt32                         COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key                UInt64                         COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    known_date             Date                           COMMENT 'First day on which the row could be known as it stands here.'
)
AS
-- One row per committed version of a delivered row, with the first day on which that version was known.
WITH versions AS
(
    SELECT
        *,
        min(known_date) OVER (PARTITION BY month, client_id, row_key, row_hash) AS first_known_date
    FROM raw.hsl_actions
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    month,
    client_id,
    municipality_code,
    performed_date,
    kva_code,
    profession_code,
    other_profession_codes,
    is_delegated,
    duration_min,
    batch_id,
    line_no,
    row_key,
    first_known_date AS known_date
FROM versions
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
ORDER BY month, client_id, row_key, versions.batch_id DESC, versions.line_no DESC
LIMIT 1 BY month, client_id, row_key;
