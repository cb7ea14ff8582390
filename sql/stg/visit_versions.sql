-- stg.visit_versions: every committed version of the visits.
-- Grain:    one row per delivery of a row.
-- Keys:     batch_id, line_no.
-- Sources:  raw.visits, ops.load_batches, stg.batch_spans.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.visit_versions
(
    month           Date                   COMMENT 'Month of the visit, its first day.',
    client_id       UInt64                 COMMENT 'Pseudonym of the person (sv: brukare); never an identity number.',
    visit_date      Date                   COMMENT 'Local day of the visits.',
    service_code    LowCardinality(String) COMMENT 'Kind of service -> core.service_codes.service_code.',
    planned_min     UInt32                 COMMENT 'Planned time, minutes.',
    n_visits        UInt16                 COMMENT 'Performed visits.',
    performed_min   UInt32                 COMMENT 'Performed time, minutes.',
    n_missed_visits UInt16                 COMMENT 'Planned visits that did not take place.',
    missed_reason   LowCardinality(String) COMMENT 'Why (hospital, declined, not_home, staffing); empty where none was missed.',
    batch_id        UInt64                 COMMENT 'Delivery that brought the version -> ops.load_batches.batch_id.',
    line_no         UInt32                 COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key         UInt64                 COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    known_date      Date                   COMMENT 'First day on which this version was known.',
    replaced_date   Date                   COMMENT 'First day on which it no longer held: a later version of the row was known, or a complete delivery had come without it; 2149-06-06 while it holds.'
)
AS
-- One map: batches that a complete delivery superseded, and when.
WITH (SELECT mapFromArrays(groupArray(batch_id), groupArray(superseded_date)) FROM stg.batch_spans WHERE source = 'visits' AND superseded_date < toDate('2149-06-06')) AS superseded,
-- One row per committed version of a delivered row, with the day on which a later version was known; 1970-01-01 where there is none.
versions AS
(
    SELECT
        month,
        client_id,
        visit_date,
        service_code,
        planned_min,
        n_visits,
        performed_min,
        n_missed_visits,
        missed_reason,
        batch_id,
        line_no,
        row_key,
        known_date,
        min(known_date) OVER (PARTITION BY month, client_id, row_key ORDER BY batch_id, line_no ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_known_date
    FROM raw.visits
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    month,
    client_id,
    visit_date,
    service_code,
    planned_min,
    n_visits,
    performed_min,
    n_missed_visits,
    missed_reason,
    batch_id,
    line_no,
    row_key,
    known_date,
    least(
        if(next_known_date = toDate(0), toDate('2149-06-06'), next_known_date),
        if(mapContains(superseded, batch_id), superseded[batch_id], toDate('2149-06-06'))) AS replaced_date
FROM versions;
