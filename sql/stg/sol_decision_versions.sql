-- stg.sol_decision_versions: every committed version of the decisions of the SoL register's month files.
-- Grain:    one row per delivery of a row.
-- Keys:     batch_id, line_no.
-- Sources:  raw.sol_decisions, ops.load_batches, stg.batch_spans.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.sol_decision_versions
(
    month               Date                                COMMENT 'Statistical month (sv: PERIOD), its first day.',
    client_id           UInt64                              COMMENT 'Pseudonym of the person (sv: brukare); never an identity number.',
    register_part       Enum8('ongoing' = 1, 'changed' = 2) COMMENT 'Which month file: ongoing on the last day (bilaga 1) or started or ended in the month (bilaga 2).',
    service_code        LowCardinality(String)              COMMENT 'What the decision concerns (sv: BESLUT) -> core.service_codes.service_code.',
    decided_date        Date                                COMMENT 'Day of the decision (sv: BDAT).',
    executed_date       Nullable(Date)                      COMMENT 'First day the service was given (sv: VDAT); NULL while not executed.',
    ended_date          Nullable(Date)                      COMMENT 'First day without the service (sv: ADAT); NULL while ongoing.',
    withdrawn_date      Nullable(Date)                      COMMENT 'Ended without being executed (sv: AVDAT); NULL otherwise.',
    is_single_household Nullable(Bool)                      COMMENT 'One-person household (sv: EPH); NULL where unknown.',
    granted_h_per_month Nullable(Decimal(7, 2))             COMMENT 'Granted time (sv: HTJTIM, BOTIM), hours per month; NULL where the service has no hours.',
    has_personal_care   Bool                                COMMENT 'Home care contains personal care (sv: HTJPOMV).',
    batch_id            UInt64                              COMMENT 'Delivery that brought the version -> ops.load_batches.batch_id.',
    line_no             UInt32                              COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key             UInt64                              COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    known_date          Date                                COMMENT 'First day on which this version was known.',
    replaced_date       Date                                COMMENT 'First day on which it no longer held: a later version of the row was known, or a complete delivery had come without it; 2149-06-06 while it holds.'
)
AS
-- One map: batches that a complete delivery superseded, and when.
WITH (SELECT mapFromArrays(groupArray(batch_id), groupArray(superseded_date)) FROM stg.batch_spans WHERE source = 'sol_decisions' AND superseded_date < toDate('2149-06-06')) AS superseded,
-- One row per committed version of a delivered row, with the day on which a later version was known; 1970-01-01 where there is none.
versions AS
(
    SELECT
        month,
        client_id,
        register_part,
        service_code,
        decided_date,
        executed_date,
        ended_date,
        withdrawn_date,
        is_single_household,
        granted_h_per_month,
        has_personal_care,
        batch_id,
        line_no,
        row_key,
        known_date,
        min(known_date) OVER (PARTITION BY month, client_id, row_key ORDER BY batch_id, line_no ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_known_date
    FROM raw.sol_decisions
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    month,
    client_id,
    register_part,
    service_code,
    decided_date,
    executed_date,
    ended_date,
    withdrawn_date,
    is_single_household,
    granted_h_per_month,
    has_personal_care,
    batch_id,
    line_no,
    row_key,
    known_date,
    least(
        if(next_known_date = toDate(0), toDate('2149-06-06'), next_known_date),
        if(mapContains(superseded, batch_id), superseded[batch_id], toDate('2149-06-06'))) AS replaced_date
FROM versions;
