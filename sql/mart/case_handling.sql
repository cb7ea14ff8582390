-- mart.case_handling: days from application to decision, and time spent on cases.
-- Grain:    one row per area, month of decision and officer; officer 0 stands for all.
-- Keys:     area_id, month, officer_id.
-- Sources:  core.case_times, core.service_decisions, mart.client_months.
-- Load:     view.
-- Access:   aggregate.
-- Sort key: none.
-- A case is what was decided for a client on one day. Officers have rows of the twelve months up to the month, and only where they decided at least 20
-- cases in them; a row for all is of the month alone. Times are means over the cases for which any time is recorded.
CREATE VIEW IF NOT EXISTS mart.case_handling
(
    area_id                     LowCardinality(String) COMMENT 'Home-care area of the decision, else of the client in the month -> core.areas.area_id; empty where unknown.',
    month                       Date                   COMMENT 'Month of the decisions, its first day; the last of n_months.',
    officer_id                  UInt64                 COMMENT 'Pseudonym of the officer who decided (sv: handläggare); 0 for all officers together.',
    n_months                    UInt8                  COMMENT 'Months that the row is of: 1 for all officers, 12 for one.',
    n_cases                     UInt64                 COMMENT 'Cases (sv: ärende) decided.',
    mean_wait_days              Nullable(Float64)      COMMENT 'From application to decision, days, mean; NULL where no application is recorded.',
    median_wait_days            Nullable(Float64)      COMMENT 'From application to decision, days, median.',
    n_timed_cases               UInt64                 COMMENT 'Cases with recorded time.',
    meeting_min                 Nullable(Float64)      COMMENT 'Meetings and home visits, minutes per case; NULL where no time is recorded.',
    documentation_min           Nullable(Float64)      COMMENT 'Documentation, minutes per case.',
    travel_min                  Nullable(Float64)      COMMENT 'Travel, minutes per case.',
    other_min                   Nullable(Float64)      COMMENT 'Application and other work, minutes per case.',
    documentation_per_meeting_h Nullable(Float64)      COMMENT 'Hours of documentation for each hour of meeting; NULL where no meeting is recorded.'
)
AS
-- One row per client and day of decision, from decisions.
WITH decided AS
(
    SELECT
        client_id,
        decided_date,
        toDate(0) AS case_applied_date,
        min(decisions.applied_date) AS applied_date,
        argMax(decisions.area_id, decisions.service_code = 'home_care') AS area_id,
        argMax(decisions.officer_id, decisions.service_code = 'home_care') AS officer_id,
        0. AS meeting_min,
        0. AS documentation_min,
        0. AS travel_min,
        0. AS other_min
    FROM core.service_decisions AS decisions
    GROUP BY client_id, decided_date
),
-- One row per client, day of decision and officer with recorded time.
timed AS
(
    SELECT
        client_id,
        assumeNotNull(times.decided_date) AS decided_date,
        officer_id,
        minIf(times.event_date, times.activity = 'application') AS case_applied_date,
        sumIf(times.minutes, times.activity = 'meeting') AS meeting_min,
        sumIf(times.minutes, times.activity = 'documentation') AS documentation_min,
        sumIf(times.minutes, times.activity = 'travel') AS travel_min,
        sumIf(times.minutes, times.activity IN ('application', 'other')) AS other_min
    FROM core.case_times AS times
    WHERE isNotNull(times.decided_date)
    GROUP BY client_id, decided_date, officer_id
),
-- One row per case.
cases AS
(
    SELECT
        client_id,
        decided_date,
        toStartOfMonth(decided_date) AS month,
        max(parts.area_id) AS decision_area_id,
        if(max(parts.officer_id) > 0, max(parts.officer_id), argMax(parts.worker_id, parts.meeting_min + parts.documentation_min + parts.travel_min + parts.other_min)) AS officer_id,
        ifNull(min(parts.applied_date), minIf(parts.case_applied_date, parts.case_applied_date > toDate(0))) AS applied_date,
        sum(parts.meeting_min) AS meeting_min,
        sum(parts.documentation_min) AS documentation_min,
        sum(parts.travel_min) AS travel_min,
        sum(parts.other_min) AS other_min,
        if(applied_date > toDate(0), toNullable(dateDiff('day', applied_date, decided_date)), NULL) AS wait_days,
        meeting_min + documentation_min + travel_min + other_min > 0 AS is_timed
    FROM
    (
        SELECT client_id, decided_date, case_applied_date, applied_date, area_id, officer_id, toUInt64(0) AS worker_id,
            meeting_min, documentation_min, travel_min, other_min
        FROM decided
        UNION ALL
        SELECT client_id, decided_date, case_applied_date, NULL, '', 0, officer_id, meeting_min, documentation_min, travel_min, other_min
        FROM timed
    ) AS parts
    GROUP BY client_id, decided_date
),
-- One row per case and row of the view that it counts in: that of its month, and those of its officer up to eleven months later.
counted AS
(
    SELECT
        if(cases.decision_area_id != '', cases.decision_area_id, ifNull(months.area_id, '')) AS area_id,
        counts.1 AS month,
        counts.2 AS officer_id,
        cases.wait_days AS wait_days,
        cases.is_timed AS is_timed,
        cases.meeting_min AS meeting_min,
        cases.documentation_min AS documentation_min,
        cases.travel_min AS travel_min,
        cases.other_min AS other_min
    FROM cases
    LEFT JOIN mart.client_months AS months ON cases.client_id = months.client_id AND cases.month = months.month
    ARRAY JOIN arrayConcat(
        [(cases.month, toUInt64(0))],
        arrayMap(ahead -> (addMonths(cases.month, ahead), cases.officer_id), if(cases.officer_id > 0, range(12), []))) AS counts
    WHERE counts.1 <= (SELECT toStartOfMonth(max(newest.decided_date)) FROM core.service_decisions AS newest)
)
SELECT
    area_id,
    month,
    officer_id,
    toUInt8(if(officer_id = 0, 1, 12)) AS n_months,
    count() AS n_cases,
    avg(counted.wait_days) AS mean_wait_days,
    quantileExactInclusive(0.5)(counted.wait_days) AS median_wait_days,
    countIf(counted.is_timed) AS n_timed_cases,
    avgOrNullIf(counted.meeting_min, counted.is_timed) AS meeting_min,
    avgOrNullIf(counted.documentation_min, counted.is_timed) AS documentation_min,
    avgOrNullIf(counted.travel_min, counted.is_timed) AS travel_min,
    avgOrNullIf(counted.other_min, counted.is_timed) AS other_min,
    if(sum(counted.meeting_min) > 0, sum(counted.documentation_min) / sum(counted.meeting_min), NULL) AS documentation_per_meeting_h
FROM counted
GROUP BY area_id, month, officer_id
HAVING officer_id = 0 OR n_cases >= 20
SETTINGS join_use_nulls = 1;
