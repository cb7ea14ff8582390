-- mart.need_outcomes: what came of the need within 12 months.
-- Grain:    one row per client and month in which the client had home care with granted hours, outside special housing.
-- Keys:     client_id, month.
-- Sources:  core.delivered_months, mart.client_months.
-- Load:     replaced by month, from 12 months before.
-- Sort key: read by month, then client.
CREATE TABLE IF NOT EXISTS mart.need_outcomes
(
    client_id       UInt64                              COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    month           Date                                COMMENT 'Month from which one looks ahead, its first day.',
    hours_now       Float64                             COMMENT 'Granted home care on the month''s last day, hours per month.',
    doubled_h       Float64                             COMMENT 'Hours that count as a doubled need: the greater of 2 x hours_now and hours_now + 10, hours per month. The floor of 10 h keeps 1 -> 2 h from counting; it was chosen for Framsyn.',
    outcome         Nullable(Enum8('none' = 0, 'doubled' = 1, 'special_housing' = 2, 'dead' = 3, 'moved' = 4))COMMENT 'What came first within 12 months: doubled (the hours reached doubled_h in some month), special_housing, dead or moved; none if nothing; NULL while 12 months have not passed and nothing has come.',
    outcome_months  Nullable(UInt8)                     COMMENT 'Months until it; NULL for none.',
    is_doubled      Nullable(Bool)                      COMMENT 'The need doubled before special housing, death or moving out: the target of the first risk score; NULL while not known.',
    hours_after_12m Nullable(Float64)                   COMMENT 'Granted home care 12 months later, hours per month, for those who still have home care then; NULL for others and while not known.',
    is_followed     Bool                                COMMENT '12 months have been delivered since.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, client_id)
COMMENT 'What came of the need within 12 months: doubling, with special housing, death and moving out as competing outcomes.';

INSERT INTO mart.need_outcomes
-- One row per client: the months in which something is known, in order.
WITH courses AS
(
    SELECT
        client_id,
        arraySort(groupArray((month, home_care_granted_h, status))) AS course
    FROM mart.client_months
    WHERE month BETWEEN {from_month:Date} AND addMonths({to_month:Date}, 12)
    GROUP BY client_id
),
-- One row per client and month with home care, with the months after it.
landmarks AS
(
    SELECT
        client_id,
        arrayJoin(arrayFilter(point -> point.3 = 'home_care' AND point.2 > 0 AND point.1 <= {to_month:Date}, course)) AS landmark,
        landmark.1 AS month,
        landmark.2 AS hours_now,
        greatest(2 * hours_now, hours_now + 10) AS doubled_h,
        arrayFilter(point -> point.1 > month AND point.1 <= addMonths(month, 12), course) AS later,
        arrayFirst(point -> (point.3 = 'home_care' AND point.2 >= doubled_h) OR point.3 IN ('special_housing', 'dead', 'moved'), later) AS first_event,
        arrayFirst(point -> point.1 = addMonths(month, 12), later) AS after_12m,
        addMonths(month, 12) <= (SELECT max(delivered.month) FROM core.delivered_months AS delivered WHERE delivered.source = 'sol_ongoing') AS is_followed
    FROM courses
)
SELECT
    client_id,
    month,
    hours_now,
    doubled_h,
    multiIf(
        first_event.1 = toDate(0), if(is_followed, 'none', NULL),
        first_event.3 = 'home_care', 'doubled',
        toString(first_event.3)) AS outcome,
    if(first_event.1 = toDate(0), NULL, toUInt8(dateDiff('month', month, first_event.1))) AS outcome_months,
    outcome = 'doubled' AS is_doubled,
    if(after_12m.3 = 'home_care', after_12m.2, NULL) AS hours_after_12m,
    is_followed
FROM landmarks;
