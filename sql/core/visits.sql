-- core.visits: visits by day.
-- Grain:    one row per client, day and kind of service.
-- Keys:     client_id, visit_date, service_code.
-- Sources:  stg.visits.
-- Load:     replaced by month.
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
    missed_reason    LowCardinality(String) COMMENT 'Why (hospital, declined, not_home, staffing), the most frequent; empty where none was missed.',
    provider_id      LowCardinality(String) COMMENT 'Provider with most planned time.',
    known_date       Date                   COMMENT 'First day on which the row was known as it stands here.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(visit_date)
ORDER BY (client_id, visit_date, service_code)
COMMENT 'One row per client, day and kind of service: planned and performed visits.';

INSERT INTO core.visits
SELECT
    client_id,
    visit_date,
    service_code,
    sum(delivered.n_planned_visits) AS n_planned_visits,
    sum(delivered.planned_min) AS planned_min,
    sum(delivered.n_visits) AS n_visits,
    sum(delivered.performed_min) AS performed_min,
    sum(delivered.n_missed_visits) AS n_missed_visits,
    argMax(missed_reason, delivered.n_missed_visits) AS missed_reason,
    argMax(provider_code, delivered.planned_min) AS provider_id,
    max(delivered.known_date) AS known_date
FROM stg.visits AS delivered
WHERE month BETWEEN {from_month:Date} AND {to_month:Date}
GROUP BY client_id, visit_date, service_code;
