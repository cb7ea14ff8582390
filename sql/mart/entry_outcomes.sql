-- mart.entry_outcomes: who came into home care within 12 months.
-- Grain:    one row per client and month in which the client had health care only.
-- Keys:     client_id, month.
-- Sources:  core.delivered_months, core.excluded_clients, mart.client_months.
-- Load:     replaced by month, from 12 months before.
-- Access:   person, health care.
-- Sort key: read by month, then client.
CREATE TABLE IF NOT EXISTS mart.entry_outcomes
(
    client_id      UInt64          COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    month          Date            COMMENT 'Month from which one looks ahead, its first day.',
    outcome        Nullable(Enum8('none' = 0, 'home_care' = 1, 'special_housing' = 2, 'dead' = 3, 'moved' = 4))COMMENT 'What came first within 12 months: home_care (granted hours), special_housing, dead or moved; none if nothing; NULL while 12 months have not passed and nothing has come.',
    outcome_months Nullable(UInt8) COMMENT 'Months until it; NULL for none.',
    has_entered    Nullable(Bool)  COMMENT 'Home care came first: the target of the risk home_care_entry; NULL while not known.',
    is_followed    Bool            COMMENT '12 months have been delivered since.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, client_id)
COMMENT 'What came within 12 months of those with health care only: home care, with special housing, death and moving out as competing outcomes.';

INSERT INTO mart.entry_outcomes
-- One row per client: the months in which something is known, in order.
WITH courses AS
(
    SELECT client_id, arraySort(groupArray((month, home_care_granted_h, status))) AS course
    FROM mart.client_months
    WHERE month BETWEEN {from_month:Date} AND addMonths({to_month:Date}, 12)
        AND client_id NOT IN (SELECT excluded.client_id FROM core.excluded_clients AS excluded WHERE excluded.is_from_models)
    GROUP BY client_id
    HAVING countIf(status = 'hsl_only') > 0
),
-- One row per client and month with health care only, with what came first.
landmarks AS
(
    SELECT
        client_id,
        arrayJoin(arrayFilter(point -> point.3 = 'hsl_only' AND point.1 <= {to_month:Date}, course)).1 AS month,
        arrayFirst(
            point -> point.1 > month AND point.1 <= addMonths(month, 12)
                AND ((point.3 = 'home_care' AND point.2 > 0) OR point.3 IN ('special_housing', 'dead', 'moved')),
            course) AS first_event,
        addMonths(month, 12) <= (SELECT max(delivered.month) FROM core.delivered_months AS delivered WHERE delivered.source = 'sol_ongoing') AS is_followed
    FROM courses
)
SELECT
    client_id,
    month,
    if(first_event.1 = toDate(0), if(is_followed, 'none', NULL), toString(first_event.3)) AS outcome,
    if(first_event.1 = toDate(0), NULL, toUInt8(dateDiff('month', month, first_event.1))) AS outcome_months,
    outcome = 'home_care' AS has_entered,
    is_followed
FROM landmarks;
