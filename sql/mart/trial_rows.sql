-- mart.trial_rows: monthly target trials: who could have begun an intervention, who did, and what came.
-- Grain:    one row per client and month that the client went into at home with granted home care: the trial's month.
-- Keys:     client_id, month.
-- Sources:  core.delivered_months, core.excluded_clients, core.interventions, mart.client_months.
-- Load:     replaced by month, from 12 months before.
-- Access:   person.
-- Sort key: read by month, then client.
-- A trial of one kind is the rows WHERE NOT has(kinds_before, kind): new users. Treated are those that has(kinds_started, kind); what they do later
-- does not count (intention to treat). What was known at time zero is the row of mart.risk_features of the month before. Hernán and Robins 2016.
CREATE TABLE IF NOT EXISTS mart.trial_rows
(
    client_id       UInt64                        COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    month           Date                          COMMENT 'Month in which an intervention may have begun, its first day; time zero is its beginning.',
    area_id         LowCardinality(String)        COMMENT 'Home-care area at time zero -> core.areas.area_id; empty where unknown.',
    kinds_started   Array(LowCardinality(String)) COMMENT 'Kinds of interventions begun in the month.',
    kinds_before    Array(LowCardinality(String)) COMMENT 'Kinds of interventions begun in the 12 months before.',
    hours_before  Float64                       COMMENT 'Granted home care at time zero, hours per month.',
    hours_at_end    Nullable(Float64)             COMMENT 'Granted home care on the last day of the month, hours per month; NULL for those who are not at home then. For a check: what a start has not yet changed.',
    hours_after_3m  Nullable(Float64)             COMMENT 'Granted home care 3 months after the month, hours per month, 0 for the dead and in special housing; NULL for those who moved out and while not delivered.',
    hours_after_6m  Nullable(Float64)             COMMENT 'The same 6 months after.',
    hours_after_12m Nullable(Float64)             COMMENT 'The same 12 months after.',
    fate_after_3m   Nullable(Enum8('at_home' = 0, 'special_housing' = 1, 'dead' = 2, 'moved' = 3))COMMENT 'Where the client is 3 months after the month: at home with care or without, in special housing, dead or moved out; NULL while not delivered.',
    fate_after_6m   Nullable(Enum8('at_home' = 0, 'special_housing' = 1, 'dead' = 2, 'moved' = 3))COMMENT 'The same 6 months after.',
    fate_after_12m  Nullable(Enum8('at_home' = 0, 'special_housing' = 1, 'dead' = 2, 'moved' = 3))COMMENT 'The same 12 months after.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, client_id)
COMMENT 'Monthly target trials: who could have begun a preventive intervention, who did, and what came.';

INSERT INTO mart.trial_rows
-- One row: the last month of which the file of ongoing decisions was delivered.
WITH (SELECT max(delivered.month) FROM core.delivered_months AS delivered WHERE delivered.source = 'sol_ongoing') AS last_month,
-- One row per client: the months in which something is known, in order.
courses AS
(
    SELECT
        client_id,
        arraySort(groupArray((month, home_care_granted_h, toString(status), toString(area_id)))) AS course
    FROM mart.client_months
    WHERE month BETWEEN addMonths({from_month:Date}, -1) AND addMonths({to_month:Date}, 12)
        AND client_id NOT IN (SELECT excluded.client_id FROM core.excluded_clients AS excluded WHERE excluded.is_from_models)
    GROUP BY client_id
),
-- One row per client with interventions: month and kind of each.
begun AS
(
    SELECT client_id, groupArray((toStartOfMonth(started_date), toString(kind))) AS starts
    FROM core.interventions
    GROUP BY client_id
),
-- One row per client and trial, with the months from the trial's own on and the first place in them of death or moving out (0 = nowhere).
trials AS
(
    SELECT
        courses.client_id AS client_id,
        begun.starts AS starts,
        arrayJoin(arrayFilter(
            point -> point.3 = 'home_care' AND point.2 > 0 AND addMonths(point.1, 1) BETWEEN {from_month:Date} AND {to_month:Date},
            courses.course)) AS landmark,
        addMonths(landmark.1, 1) AS month,
        arrayFilter(point -> point.1 >= month AND point.1 <= addMonths(month, 12), courses.course) AS later,
        arrayFirst(point -> point.1 = month AND point.3 NOT IN ('dead', 'moved', 'special_housing'), later) AS own,
        arrayFirst(point -> point.3 IN ('dead', 'moved'), later) AS left,
        -- For each horizon: when it is, and what stands there.
        arrayMap(months -> addMonths(month, months), [3, 6, 12]) AS horizons,
        arrayMap(horizon -> arrayFirst(point -> point.1 = horizon, later), horizons) AS points,
        arrayMap(
            (horizon, point) -> multiIf(
                horizon > last_month, '',
                left.3 != '' AND left.1 <= horizon, left.3,
                point.3 = 'special_housing', 'special_housing',
                point.3 != '', 'at_home',
                ''),
            horizons, points) AS fates
    FROM courses
    LEFT JOIN begun ON courses.client_id = begun.client_id
)
SELECT
    client_id,
    month,
    landmark.4 AS area_id,
    arraySort(arrayDistinct(arrayMap(start -> start.2, arrayFilter(start -> start.1 = month, starts)))) AS kinds_started,
    arraySort(arrayDistinct(arrayMap(start -> start.2, arrayFilter(start -> start.1 < month AND start.1 >= addMonths(month, -12), starts)))) AS kinds_before,
    landmark.2 AS hours_before,
    if(own.3 = '', NULL, own.2) AS hours_at_end,
    multiIf(fates[1] = 'at_home', points[1].2, fates[1] IN ('dead', 'special_housing'), 0, NULL) AS hours_after_3m,
    multiIf(fates[2] = 'at_home', points[2].2, fates[2] IN ('dead', 'special_housing'), 0, NULL) AS hours_after_6m,
    multiIf(fates[3] = 'at_home', points[3].2, fates[3] IN ('dead', 'special_housing'), 0, NULL) AS hours_after_12m,
    nullIf(fates[1], '') AS fate_after_3m,
    nullIf(fates[2], '') AS fate_after_6m,
    nullIf(fates[3], '') AS fate_after_12m
FROM trials;
