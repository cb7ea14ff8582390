-- core.visits: visits by day.
-- Grain:    one row per client, day and kind of service.
-- Keys:     client_id, visit_date, service_code.
-- Sources:  stg.visits.
-- Load:     replaced by month.
-- Access:   person.
-- Sort key: read by client and day.
CREATE TABLE IF NOT EXISTS core.visits
(
    client_id        UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    visit_date       Date                   COMMENT 'Local day of the visits.',
    service_code     LowCardinality(String) COMMENT 'Kind of service -> core.service_codes.service_code.',
    n_planned_visits UInt32                 COMMENT 'Planned visits.',
    planned_min      UInt32                 COMMENT 'Planned time, minutes.',
    n_visits         UInt32                 COMMENT 'Performed visits.',
    performed_min    UInt32                 COMMENT 'Performed time, minutes.',
    n_missed_visits  UInt32                 COMMENT 'Planned visits that did not take place.',
    missed_reason    LowCardinality(String) COMMENT 'Why (hospital, declined, not_home, staffing), the one with most missed visits, the first by name of equals; empty where none was missed.',
    provider_id      LowCardinality(String) COMMENT 'Provider of the delivered row with most planned time; of equals always the same one.',
    known_date       Date                   COMMENT 'First day on which the row was known as it stands here.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(visit_date)
ORDER BY (client_id, visit_date, service_code)
COMMENT 'One row per client, day and kind of service: planned and performed visits.';

INSERT INTO core.visits
-- One row per client, day and kind of service: sums, with missed visits by reason.
WITH days AS
(
    SELECT
        client_id,
        visit_date,
        service_code,
        sum(delivered.n_planned_visits) AS n_planned_visits,
        sum(delivered.planned_min) AS planned_min,
        sum(delivered.n_visits) AS n_visits,
        sum(delivered.performed_min) AS performed_min,
        sum(delivered.n_missed_visits) AS n_missed_visits,
        sumMapIf([toString(missed_reason)], [toUInt64(delivered.n_missed_visits)], delivered.n_missed_visits > 0) AS missed_by_reason,
        argMax(provider_code, bitShiftLeft(toUInt64(delivered.planned_min), 32) + bitAnd(cityHash64(provider_code), 4294967295)) AS provider_id,
        max(delivered.known_date) AS known_date
    FROM stg.visits AS delivered
    WHERE month BETWEEN {from_month:Date} AND {to_month:Date}
    GROUP BY client_id, visit_date, service_code
)
SELECT
    client_id,
    visit_date,
    service_code,
    n_planned_visits,
    planned_min,
    n_visits,
    performed_min,
    n_missed_visits,
    arraySort((reason, n) -> (-toInt64(n), reason), missed_by_reason.1, missed_by_reason.2)[1] AS missed_reason,
    provider_id,
    known_date
FROM days;
