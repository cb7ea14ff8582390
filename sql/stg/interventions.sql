-- stg.interventions: preventive interventions, latest version of each.
-- Grain:    one row per intervention.
-- Keys:     client_id, intervention_code.
-- Sources:  raw.interventions, ops.current_batches, ops.load_batches.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.interventions
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
    known_date                  Date                    COMMENT 'First day on which the row could be known as it stands here.'
)
AS
-- One row per committed version of a delivered row, with the first day on which that version was known.
WITH versions AS
(
    SELECT
        *,
        min(known_date) OVER (PARTITION BY client_id, row_key, row_hash) AS first_known_date
    FROM raw.interventions
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    month,
    client_id,
    intervention_code,
    intervention_kind,
    started_date,
    ended_date,
    selection_code,
    believed_change_h_per_month,
    result_kind,
    batch_id,
    line_no,
    row_key,
    first_known_date AS known_date
FROM versions
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
ORDER BY client_id, row_key, versions.batch_id DESC, versions.line_no DESC
LIMIT 1 BY client_id, row_key;
