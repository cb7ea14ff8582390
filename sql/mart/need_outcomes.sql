-- mart.need_outcomes: what came of the need within 12 months.
-- Grain:    one row per client and month in which the client had home care with granted hours, outside special housing.
-- Keys:     client_id, month.
-- Sources:  core.delivered_months, core.excluded_clients, mart.client_months.
-- Load:     replaced by month, from 12 months before.
-- Access:   person.
-- Sort key: read by month, then client.
CREATE TABLE IF NOT EXISTS mart.need_outcomes
(
    client_id       UInt64                              COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    month           Date                                COMMENT 'Month from which one looks ahead, its first day.',
    hours_now       Float64                             COMMENT 'Granted home care on the month''s last day, hours per month.',
    doubled_h       Float64                             COMMENT 'Hours that count as a doubled need: the greater of 2 x hours_now and hours_now + 10, hours per month. The floor of 10 h keeps 1 -> 2 h from counting; it was chosen for Framsyn: mart.outcome_sensitivity shows others.',
    outcome         Nullable(Enum8('none' = 0, 'doubled' = 1, 'special_housing' = 2, 'dead' = 3, 'moved' = 4))COMMENT 'What came first within 12 months: doubled (the hours reached doubled_h and were there the month after too), special_housing, dead or moved; none if nothing; NULL while 12 months have not passed and nothing has come.',
    outcome_months  Nullable(UInt8)                     COMMENT 'Months until it, for doubled to the first of the two months; NULL for none.',
    is_doubled      Nullable(Bool)                      COMMENT 'The need doubled before special housing, death or moving out: the target of the risk need_doubled; NULL while not known.',
    hours_after_3m  Nullable(Float64)                   COMMENT 'Granted home care 3 months later, hours per month, for those who still have home care then; NULL for others and while not known.',
    hours_after_6m  Nullable(Float64)                   COMMENT 'The same 6 months later.',
    hours_after_12m Nullable(Float64)                   COMMENT 'The same 12 months later.',
    is_followed     Bool                                COMMENT '12 months have been delivered since.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, client_id)
COMMENT 'What came of the need within 12 months: lasting doubling, with special housing, death and moving out as competing outcomes.';

INSERT INTO mart.need_outcomes
-- One row per client: the months in which something is known, in order.
WITH courses AS
(
    SELECT
        client_id,
        arraySort(groupArray((month, home_care_granted_h, status))) AS course
    FROM mart.client_months
    WHERE month BETWEEN {from_month:Date} AND addMonths({to_month:Date}, 12)
        AND client_id NOT IN (SELECT excluded.client_id FROM core.excluded_clients AS excluded WHERE excluded.is_from_models)
    GROUP BY client_id
),
-- One row per client and month with home care, with the months after it and the first place in them of each outcome (0 = nowhere).
landmarks AS
(
    SELECT
        client_id,
        arrayJoin(arrayFilter(point -> point.3 = 'home_care' AND point.2 > 0 AND point.1 <= {to_month:Date}, course)) AS landmark,
        landmark.1 AS month,
        landmark.2 AS hours_now,
        greatest(2 * hours_now, hours_now + 10) AS doubled_h,
        arrayFilter(point -> point.1 > month AND point.1 <= addMonths(month, 12), course) AS later,
        arrayFirstIndex(
            (point, following) -> point.3 = 'home_care' AND point.2 >= doubled_h
                AND following.3 = 'home_care' AND following.2 >= doubled_h AND following.1 = addMonths(point.1, 1),
            later, arrayShiftLeft(later, 1)) AS doubled_at,
        arrayFirstIndex(point -> point.3 IN ('special_housing', 'dead', 'moved'), later) AS ended_at,
        doubled_at > 0 AND (ended_at = 0 OR doubled_at < ended_at) AS has_doubled,
        if(has_doubled, doubled_at, ended_at) AS event_at,
        arrayMap(months -> arrayFirst(point -> point.1 = addMonths(month, months) AND point.3 = 'home_care', later), [3, 6, 12]) AS after,
        addMonths(month, 12) <= (SELECT max(delivered.month) FROM core.delivered_months AS delivered WHERE delivered.source = 'sol_ongoing') AS is_followed
    FROM courses
)
SELECT
    client_id,
    month,
    hours_now,
    doubled_h,
    multiIf(
        event_at = 0, if(is_followed, 'none', NULL),
        has_doubled, 'doubled',
        toString(later[event_at].3)) AS outcome,
    if(event_at = 0, NULL, toUInt8(dateDiff('month', month, later[event_at].1))) AS outcome_months,
    outcome = 'doubled' AS is_doubled,
    if(after[1].1 = toDate(0), NULL, after[1].2) AS hours_after_3m,
    if(after[2].1 = toDate(0), NULL, after[2].2) AS hours_after_6m,
    if(after[3].1 = toDate(0), NULL, after[3].2) AS hours_after_12m,
    is_followed
FROM landmarks;
