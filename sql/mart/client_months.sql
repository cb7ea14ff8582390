-- mart.client_months: clients month by month, gaps filled.
-- Grain:    one row per client and month, from the month first seen to death, moving out or the last delivered month.
-- Keys:     client_id, month.
-- Sources:  core.assessments, core.clients, core.delivered_months, core.hsl_actions, core.hsl_client_months, core.service_codes, core.service_decisions, core.visits, mart.client_categories.
-- Load:     replaced by month.
-- Access:   person; health care: nurse_min, rehab_min, delegated_min, n_hsl_actions, has_hsl.
-- Sort key: read by client, then month; partitions serve readers of one month.
CREATE TABLE IF NOT EXISTS mart.client_months
(
    client_id             UInt64                              COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    month                 Date                                COMMENT 'Month, its first day; services are those of its last day.',
    status                Enum8('none' = 0, 'home_care' = 1, 'hsl_only' = 2, 'special_housing' = 3, 'dead' = 4, 'moved' = 5)COMMENT 'dead or moved in the month; else special_housing, home_care, hsl_only (health care without home care) or none (perhaps an alarm or meals).',
    age_years             UInt8                               COMMENT 'Age at the end of the month, whole years.',
    sex                   Enum8('unknown' = 0, 'female' = 1, 'male' = 2)COMMENT 'Sex.',
    area_id               LowCardinality(String)              COMMENT 'Home-care area by the newest decision up to the month, else by the health-care register -> core.areas.area_id; empty where unknown.',
    is_single_household   Nullable(Bool)                      COMMENT 'One-person household by the newest decision up to the month, as delivered for that month; NULL where unknown.',
    home_care_granted_h   Float64                             COMMENT 'Granted home care on the last day, hours per month; 0 without a decision.',
    home_care_performed_h Nullable(Float64)                   COMMENT 'Performed home care, hours in the month; NULL where the month''s visits were not delivered.',
    n_visits              Nullable(UInt32)                    COMMENT 'Performed home-care visits in the month; NULL where not delivered.',
    n_missed_visits       Nullable(UInt32)                    COMMENT 'Planned visits that did not take place; NULL where not delivered.',
    nurse_min             Nullable(UInt32)                    COMMENT 'Performed visits by nurses, minutes in the month; NULL where not delivered.',
    rehab_min             Nullable(UInt32)                    COMMENT 'Performed visits by occupational and physical therapists, minutes in the month; NULL where not delivered.',
    delegated_min         Nullable(UInt32)                    COMMENT 'Delegated health-care actions by home-care staff, minutes in the month; NULL where not delivered.',
    n_hsl_actions         Nullable(UInt32)                    COMMENT 'Registered health-care actions in the month; NULL where the month''s register file was not delivered.',
    has_hsl               Bool                                COMMENT 'Health care in the month, by visits or the register; where the register''s month has not come, by its latest month up to 3 months back.',
    has_personal_care     Bool                                COMMENT 'Home care contains personal care.',
    has_alarm             Bool                                COMMENT 'Personal alarm (sv: trygghetslarm).',
    has_meals             Bool                                COMMENT 'Meals (sv: matdistribution).',
    has_day_care          Bool                                COMMENT 'Day activities (sv: dagverksamhet).',
    has_short_term        Bool                                COMMENT 'Short-term stay (sv: korttidsboende) on the last day.',
    limitation_d1         Nullable(UInt8)                     COMMENT 'Limitation in life area d1, 0-4: the highest of its categories, each by its newest assessment up to the month; NULL where none is assessed, or the newest say 8 or 9.',
    limitation_d2         Nullable(UInt8)                     COMMENT 'Limitation in life area d2, 0-4: the highest of its categories, each by its newest assessment up to the month; NULL where none is assessed, or the newest say 8 or 9.',
    limitation_d3         Nullable(UInt8)                     COMMENT 'Limitation in life area d3, 0-4: the highest of its categories, each by its newest assessment up to the month; NULL where none is assessed, or the newest say 8 or 9.',
    limitation_d4         Nullable(UInt8)                     COMMENT 'Limitation in life area d4, 0-4: the highest of its categories, each by its newest assessment up to the month; NULL where none is assessed, or the newest say 8 or 9.',
    limitation_d5         Nullable(UInt8)                     COMMENT 'Limitation in life area d5, 0-4: the highest of its categories, each by its newest assessment up to the month; NULL where none is assessed, or the newest say 8 or 9.',
    limitation_d6         Nullable(UInt8)                     COMMENT 'Limitation in life area d6, 0-4: the highest of its categories, each by its newest assessment up to the month; NULL where none is assessed, or the newest say 8 or 9.',
    limitation_d7         Nullable(UInt8)                     COMMENT 'Limitation in life area d7, 0-4: the highest of its categories, each by its newest assessment up to the month; NULL where none is assessed, or the newest say 8 or 9.',
    limitation_d8         Nullable(UInt8)                     COMMENT 'Limitation in life area d8, 0-4: the highest of its categories, each by its newest assessment up to the month; NULL where none is assessed, or the newest say 8 or 9.',
    limitation_d9         Nullable(UInt8)                     COMMENT 'Limitation in life area d9, 0-4: the highest of its categories, each by its newest assessment up to the month; NULL where none is assessed, or the newest say 8 or 9.',
    assessed_date         Nullable(Date)                      COMMENT 'Day of the newest assessment up to the end of the month; NULL where none.',
    categories            Array(LowCardinality(String))       COMMENT 'Categories of the month, by mart.client_categories.',
    is_sol_delivered      Bool                                COMMENT 'The month''s file of ongoing decisions was delivered; else decisions are carried over it.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (client_id, month)
COMMENT 'Clients month by month, gaps filled (sv: brukarmånader).';

INSERT INTO mart.client_months
-- One row per month asked for, with what was delivered for it.
WITH months AS
(
    SELECT
        addMonths({from_month:Date}, arrayJoin(range(toUInt16(dateDiff('month', {from_month:Date}, {to_month:Date}) + 1)))) AS month,
        has((SELECT groupArray(delivered.month) FROM core.delivered_months AS delivered WHERE delivered.source = 'sol_ongoing'), month) AS is_sol_delivered,
        has((SELECT groupArray(delivered.month) FROM core.delivered_months AS delivered WHERE delivered.source = 'visits'), month) AS is_visits_delivered,
        has((SELECT groupArray(delivered.month) FROM core.delivered_months AS delivered WHERE delivered.source = 'hsl_actions'), month) AS is_actions_delivered,
        arrayMax(arrayFilter(
            delivered -> delivered <= month AND delivered >= addMonths(month, -3),
            (SELECT groupArray(delivered.month) FROM core.delivered_months AS delivered WHERE delivered.source = 'hsl_clients'))) AS register_month
),
-- One row per client and month in which the client belongs to the municipality's care.
grid AS
(
    SELECT
        clients.client_id AS client_id,
        months.month AS month,
        clients.sex AS sex,
        clients.birth_month AS birth_month,
        clients.death_month AS death_month,
        clients.moved_out_month AS moved_out_month,
        months.is_sol_delivered AS is_sol_delivered,
        months.is_visits_delivered AS is_visits_delivered,
        months.is_actions_delivered AS is_actions_delivered,
        months.register_month AS register_month
    FROM core.clients AS clients
    CROSS JOIN months
    WHERE months.month >= toStartOfMonth(clients.first_seen_date)
        AND months.month <= ifNull(clients.death_month, toDate('2149-01-01'))
        AND months.month <= ifNull(clients.moved_out_month, toDate('2149-01-01'))
),
-- One row per client and month with an executed decision that began before the month's end: what goes on on its last day, and
-- area and household by the newest of them, gone on or not.
services AS
(
    SELECT
        client_id,
        month,
        sumIf(toFloat64(ifNull(granted_h_per_month, 0)), is_ongoing AND service_code = 'home_care') AS home_care_granted_h,
        max(is_ongoing AND service_code = 'home_care') AS has_home_care,
        max(is_ongoing AND service_code = 'home_care' AND has_personal_care) AS has_care,
        max(is_ongoing AND service_code = 'special_housing') AS has_special_housing,
        max(is_ongoing AND service_code = 'alarm') AS has_alarm,
        max(is_ongoing AND service_code = 'meals') AS has_meals,
        max(is_ongoing AND service_code = 'day_care') AS has_day_care,
        max(is_ongoing AND service_code = 'short_term') AS has_short_term,
        argMax(area_id, (valid_from, decision_id)) AS newest_area_id,
        argMax(tuple(month_household), (valid_from, decision_id)).1 AS is_newest_single_household
    FROM
    (
        SELECT
            decisions.*,
            addMonths({from_month:Date}, arrayJoin(range(toUInt16(dateDiff('month', {from_month:Date}, {to_month:Date}) + 1)))) AS month,
            ifNull(valid_to, toDate('2149-01-01')) > toLastDayOfMonth(month) AS is_ongoing,
            arrayFilter(change -> change.1 <= month, household_changes) AS changes,
            if(empty(changes), household_changes[1].2, changes[-1].2) AS month_household
        FROM core.service_decisions AS decisions
        WHERE is_executed AND valid_from <= toLastDayOfMonth(month)
    )
    GROUP BY client_id, month
),
-- One row per client and month with visits.
visits AS
(
    SELECT
        client_id,
        toStartOfMonth(visit_date) AS month,
        sumIf(performed_min, codes.resource = 'home_care') / 60 AS home_care_performed_h,
        sumIf(visits.n_visits, codes.resource = 'home_care') AS n_visits,
        sum(visits.n_missed_visits) AS n_missed_visits,
        sumIf(performed_min, codes.resource = 'nurse') AS nurse_min,
        sumIf(performed_min, codes.resource = 'rehab') AS rehab_min,
        sumIf(performed_min, codes.resource = 'delegated') AS delegated_min
    FROM core.visits AS visits
    INNER JOIN core.service_codes AS codes ON visits.service_code = codes.service_code
    WHERE visit_date BETWEEN {from_month:Date} AND toLastDayOfMonth({to_month:Date})
    GROUP BY client_id, month
),
-- One row per client and month with registered actions.
actions AS
(
    SELECT client_id, toStartOfMonth(performed_date) AS month, count() AS n_hsl_actions
    FROM core.hsl_actions
    WHERE performed_date BETWEEN {from_month:Date} AND toLastDayOfMonth({to_month:Date})
    GROUP BY client_id, month
),
-- One row per client, category and month with an assessment, by the newest of the month; assessments before the first month only by their newest, in that month.
assessed AS
(
    SELECT
        client_id,
        icf_code,
        greatest(toStartOfMonth(assessments.assessed_date), {from_month:Date}) AS from_assessed_month,
        argMax(tuple(assessments.limitation, assessments.life_area), assessments.assessed_date) AS newest,
        max(assessments.assessed_date) AS newest_date
    FROM core.assessments AS assessments
    WHERE assessments.assessed_date <= toLastDayOfMonth({to_month:Date})
    GROUP BY client_id, icf_code, from_assessed_month
),
-- One row per client, category and month in which that assessment is the newest.
standing AS
(
    SELECT
        client_id,
        addMonths(from_assessed_month, arrayJoin(range(toUInt16(dateDiff('month', from_assessed_month, next_month))))) AS month,
        newest.1 AS limitation,
        newest.2 AS life_area,
        newest_date AS assessed_date
    FROM
    (
        SELECT
            *,
            leadInFrame(from_assessed_month, 1, addMonths({to_month:Date}, 1)) OVER (
                PARTITION BY client_id, icf_code
                ORDER BY from_assessed_month
                ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS next_month
        FROM assessed
    )
),
-- One row per client and month: the highest limitation in each life area.
limitations AS
(
    SELECT
        client_id,
        month,
        maxOrNullIf(limitation, life_area = 'd1') AS limitation_d1,
        maxOrNullIf(limitation, life_area = 'd2') AS limitation_d2,
        maxOrNullIf(limitation, life_area = 'd3') AS limitation_d3,
        maxOrNullIf(limitation, life_area = 'd4') AS limitation_d4,
        maxOrNullIf(limitation, life_area = 'd5') AS limitation_d5,
        maxOrNullIf(limitation, life_area = 'd6') AS limitation_d6,
        maxOrNullIf(limitation, life_area = 'd7') AS limitation_d7,
        maxOrNullIf(limitation, life_area = 'd8') AS limitation_d8,
        maxOrNullIf(limitation, life_area = 'd9') AS limitation_d9,
        max(standing.assessed_date) AS assessed_date
    FROM standing
    GROUP BY client_id, month
),
-- One row per client and month with categories.
category_lists AS
(
    SELECT client_id, month, arraySort(groupArray(category)) AS categories
    FROM mart.client_categories
    WHERE month BETWEEN {from_month:Date} AND {to_month:Date}
    GROUP BY client_id, month
)
SELECT
    grid.client_id AS client_id,
    grid.month AS month,
    multiIf(
        grid.death_month = grid.month, 'dead',
        grid.moved_out_month = grid.month, 'moved',
        ifNull(services.has_special_housing, 0) = 1, 'special_housing',
        ifNull(services.has_home_care, 0) = 1, 'home_care',
        has_hsl, 'hsl_only',
        'none') AS status,
    toUInt8(least(dateDiff('month', grid.birth_month, grid.month) / 12, 255)) AS age_years,
    grid.sex AS sex,
    multiIf(
        ifNull(services.newest_area_id, '') != '', assumeNotNull(services.newest_area_id),
        ifNull(register.area_id, '')) AS area_id,
    services.is_newest_single_household AS is_single_household,
    ifNull(services.home_care_granted_h, 0) AS home_care_granted_h,
    if(grid.is_visits_delivered, ifNull(visits.home_care_performed_h, 0), NULL) AS home_care_performed_h,
    if(grid.is_visits_delivered, ifNull(visits.n_visits, 0), NULL) AS n_visits,
    if(grid.is_visits_delivered, ifNull(visits.n_missed_visits, 0), NULL) AS n_missed_visits,
    if(grid.is_visits_delivered, ifNull(visits.nurse_min, 0), NULL) AS nurse_min,
    if(grid.is_visits_delivered, ifNull(visits.rehab_min, 0), NULL) AS rehab_min,
    if(grid.is_visits_delivered, ifNull(visits.delegated_min, 0), NULL) AS delegated_min,
    if(grid.is_actions_delivered, ifNull(actions.n_hsl_actions, 0), NULL) AS n_hsl_actions,
    isNotNull(register.month) OR ifNull(visits.nurse_min + visits.rehab_min + visits.delegated_min, 0) > 0 AS has_hsl,
    ifNull(services.has_care, 0) AS has_personal_care,
    ifNull(services.has_alarm, 0) AS has_alarm,
    ifNull(services.has_meals, 0) AS has_meals,
    ifNull(services.has_day_care, 0) AS has_day_care,
    ifNull(services.has_short_term, 0) AS has_short_term,
    limitations.limitation_d1 AS limitation_d1,
    limitations.limitation_d2 AS limitation_d2,
    limitations.limitation_d3 AS limitation_d3,
    limitations.limitation_d4 AS limitation_d4,
    limitations.limitation_d5 AS limitation_d5,
    limitations.limitation_d6 AS limitation_d6,
    limitations.limitation_d7 AS limitation_d7,
    limitations.limitation_d8 AS limitation_d8,
    limitations.limitation_d9 AS limitation_d9,
    limitations.assessed_date AS assessed_date,
    if(isNull(category_lists.month), [], assumeNotNull(category_lists.categories)) AS categories,
    grid.is_sol_delivered AS is_sol_delivered
FROM grid
LEFT JOIN services ON grid.client_id = services.client_id AND grid.month = services.month
LEFT JOIN visits ON grid.client_id = visits.client_id AND grid.month = visits.month
LEFT JOIN actions ON grid.client_id = actions.client_id AND grid.month = actions.month
LEFT JOIN core.hsl_client_months AS register ON grid.client_id = register.client_id AND grid.register_month = register.month
LEFT JOIN limitations ON grid.client_id = limitations.client_id AND grid.month = limitations.month
LEFT JOIN category_lists ON grid.client_id = category_lists.client_id AND grid.month = category_lists.month
SETTINGS join_use_nulls = 1;
