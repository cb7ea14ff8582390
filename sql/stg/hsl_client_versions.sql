-- stg.hsl_client_versions: every committed version of the persons with municipal health care in a month.
-- Grain:    one row per delivery of a row.
-- Keys:     batch_id, line_no.
-- Sources:  raw.hsl_clients, ops.load_batches, stg.batch_spans.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.hsl_client_versions
(
    month         Date                   COMMENT 'Month of care, its first day.',
    client_id     UInt64                 COMMENT 'Pseudonym of the person (sv: brukare); never an identity number.',
    provider_kind LowCardinality(String) COMMENT 'Who gave the care: municipal or private.',
    batch_id      UInt64                 COMMENT 'Delivery that brought the version -> ops.load_batches.batch_id.',
    line_no       UInt32                 COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key       UInt64                 COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    known_date    Date                   COMMENT 'First day on which this version was known.',
    replaced_date Date                   COMMENT 'First day on which it no longer held: a later version of the row was known, or a complete delivery had come without it; 2149-06-06 while it holds.'
)
AS
-- One map: batches that a complete delivery superseded, and when.
WITH (SELECT mapFromArrays(groupArray(batch_id), groupArray(superseded_date)) FROM stg.batch_spans WHERE source = 'hsl_clients' AND superseded_date < toDate('2149-06-06')) AS superseded,
-- One row per committed version of a delivered row, with the day on which a later version was known; 1970-01-01 where there is none.
versions AS
(
    SELECT
        month,
        client_id,
        provider_kind,
        batch_id,
        line_no,
        row_key,
        known_date,
        min(known_date) OVER (PARTITION BY month, client_id, row_key ORDER BY batch_id, line_no ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_known_date
    FROM raw.hsl_clients
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    month,
    client_id,
    provider_kind,
    batch_id,
    line_no,
    row_key,
    known_date,
    least(
        if(next_known_date = toDate(0), toDate('2149-06-06'), next_known_date),
        if(mapContains(superseded, batch_id), superseded[batch_id], toDate('2149-06-06'))) AS replaced_date
FROM versions;
