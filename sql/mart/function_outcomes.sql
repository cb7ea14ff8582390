-- mart.function_outcomes: who came to need more help with mobility or personal care within 12 months.
-- Grain:    one row per client and month with home care or health care only, mobility or personal care assessed and not yet totally limited.
-- Keys:     client_id, month.
-- Sources:  core.delivered_months, core.excluded_clients, mart.client_months.
-- Load:     replaced by month, from 12 months before.
-- Access:   person.
-- Sort key: read by month, then client.
-- Hours granted are a decision; this outcome is what was assessed, so that the two can be compared by group. Only life areas that were assessed
-- at the start count later: an area that is assessed for the first time says nothing of a decline.
CREATE TABLE IF NOT EXISTS mart.function_outcomes
(
    client_id       UInt64          COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    month           Date            COMMENT 'Month from which one looks ahead, its first day.',
    limitation_now  UInt8           COMMENT 'The higher limitation of life areas d4 (mobility) and d5 (self-care), by the newest assessments up to the month, 0-3.',
    outcome         Nullable(Enum8('none' = 0, 'worse' = 1, 'special_housing' = 2, 'dead' = 3, 'moved' = 4))COMMENT 'What came first within 12 months: worse (the higher limitation of those of the two life areas that were assessed at the start is at least one level up), special_housing, dead or moved; none if nothing, also where no new assessment was made; NULL while 12 months have not passed and nothing has come.',
    outcome_months  Nullable(UInt8) COMMENT 'Months until it; NULL for none.',
    is_worse        Nullable(Bool)  COMMENT 'A higher limitation came first: the target of the risk function_decline; NULL while not known.',
    is_reassessed   Bool            COMMENT 'A new assessment was made within the 12 months, or before what ended them.',
    is_followed     Bool            COMMENT '12 months have been delivered since.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, client_id)
COMMENT 'What was assessed within 12 months: a limitation a level up, with special housing, death and moving out as competing outcomes.';

INSERT INTO mart.function_outcomes
-- One row per client: the months in which something is known, in order; a limitation is 255 where not assessed.
WITH courses AS
(
    SELECT
        client_id,
        arraySort(groupArray((
            month,
            status,
            ifNull(limitation_d4, 255),
            ifNull(limitation_d5, 255),
            ifNull(assessed_date, toDate(0))))) AS course
    FROM mart.client_months
    WHERE month BETWEEN {from_month:Date} AND addMonths({to_month:Date}, 12)
        AND client_id NOT IN (SELECT excluded.client_id FROM core.excluded_clients AS excluded WHERE excluded.is_from_models)
    GROUP BY client_id
),
-- One row per client and month, with what came first.
landmarks AS
(
    SELECT
        client_id,
        arrayJoin(arrayFilter(
            point -> point.2 IN ('home_care', 'hsl_only') AND least(point.3, point.4) < 255 AND greatest(point.3 % 255, point.4 % 255) < 4
                AND point.1 <= {to_month:Date},
            course)) AS landmark,
        landmark.1 AS month,
        greatest(landmark.3 % 255, landmark.4 % 255) AS limitation_now,
        arrayFilter(point -> point.1 > month AND point.1 <= addMonths(month, 12), course) AS later,
        arrayFirst(
            point -> point.2 IN ('special_housing', 'dead', 'moved')
                OR greatest(if(landmark.3 = 255, 0, point.3 % 255), if(landmark.4 = 255, 0, point.4 % 255)) > limitation_now,
            later) AS first_event,
        arrayExists(point -> point.5 > landmark.5 AND (first_event.1 = toDate(0) OR point.1 <= first_event.1), later) AS is_reassessed,
        addMonths(month, 12) <= (SELECT max(delivered.month) FROM core.delivered_months AS delivered WHERE delivered.source = 'sol_ongoing') AS is_followed
    FROM courses
)
SELECT
    client_id,
    month,
    limitation_now,
    multiIf(
        first_event.1 = toDate(0), if(is_followed, 'none', NULL),
        first_event.2 IN ('special_housing', 'dead', 'moved'), toString(first_event.2),
        'worse') AS outcome,
    if(first_event.1 = toDate(0), NULL, toUInt8(dateDiff('month', month, first_event.1))) AS outcome_months,
    outcome = 'worse' AS is_worse,
    is_reassessed,
    is_followed
FROM landmarks;
