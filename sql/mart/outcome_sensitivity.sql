-- mart.outcome_sensitivity: how many outcomes other definitions would give.
-- Grain:    one row per target, definition and month from which one looks ahead, a year apart.
-- Keys:     target, definition, month.
-- Sources:  core.delivered_months, core.excluded_clients, mart.client_months.
-- Load:     replaced whole.
-- Access:   aggregate.
-- Sort key: read by target.
CREATE TABLE IF NOT EXISTS mart.outcome_sensitivity
(
    target     LowCardinality(String) COMMENT 'Target -> model.runs.target.',
    definition LowCardinality(String) COMMENT 'Definition: for need_doubled times x / + hours / months in a row; for home_care_entry hours / months in a row; for function_decline the life areas and levels.',
    is_used    Bool                   COMMENT 'The definition that the models use.',
    month      Date                   COMMENT 'Month from which one looks ahead, its first day; all were followed for 12 months.',
    n_clients  UInt64                 COMMENT 'Clients to whom the definition applies.',
    n_events   UInt64                 COMMENT 'Of these, with the outcome within 12 months, before special housing, death or moving out.',
    n_shared   UInt64                 COMMENT 'Of these events, those that the definition in use counts too.',
    share      Float64                COMMENT 'n_events / n_clients, 0-1.'
)
ENGINE = MergeTree
ORDER BY (target, definition, month)
COMMENT 'How many outcomes other definitions would give: what the definition in use hangs on.';

INSERT INTO mart.outcome_sensitivity
-- One row: the newest month that has been followed for 12 months.
WITH (SELECT addMonths(max(delivered.month), -12) FROM core.delivered_months AS delivered WHERE delivered.source = 'sol_ongoing') AS followed_month,
-- One row per client: the months in order; limitations that were not assessed are 255.
courses AS
(
    SELECT
        client_id,
        arraySort(groupArray((month, status, home_care_granted_h, ifNull(limitation_d4, 255), ifNull(limitation_d5, 255)))) AS course
    FROM mart.client_months
    WHERE client_id NOT IN (SELECT excluded.client_id FROM core.excluded_clients AS excluded WHERE excluded.is_from_models)
    GROUP BY client_id
),
-- One row per client and month a whole number of years before the newest, with the 12 months after it up to what ends them.
landmarks AS
(
    SELECT
        client_id,
        arrayJoin(arrayFilter(
            point -> point.2 IN ('home_care', 'hsl_only') AND point.1 <= followed_month AND toMonth(point.1) = toMonth(followed_month),
            course)) AS now,
        arrayFilter(point -> point.1 > now.1 AND point.1 <= addMonths(now.1, 12), course) AS followed,
        arrayFirstIndex(point -> point.2 IN ('special_housing', 'dead', 'moved'), followed) AS ended_at,
        if(ended_at = 0, followed, arraySlice(followed, 1, ended_at - 1)) AS later
    FROM courses
),
-- One row per landmark and definition of a doubled need: times x, hours more, months in a row.
doubled AS
(
    SELECT
        'need_doubled' AS target,
        concat('x ', toString(times), ' / + ', toString(hours), ' h / ', toString(lasting), ' months') AS definition,
        times = 2 AND hours = 10 AND lasting = 2 AS is_used,
        now.1 AS month,
        hasSubstr(
            arrayMap(point -> toUInt8(point.2 = 'home_care' AND point.3 >= greatest(times * now.3, now.3 + hours)), later),
            arrayWithConstant(lasting, toUInt8(1))) AS has_it,
        hasSubstr(
            arrayMap(point -> toUInt8(point.2 = 'home_care' AND point.3 >= greatest(2 * now.3, now.3 + 10)), later),
            [toUInt8(1), toUInt8(1)]) AS has_used
    FROM landmarks
    ARRAY JOIN [1.5, 2, 3] AS times
    ARRAY JOIN [5, 10, 20] AS hours
    ARRAY JOIN [1, 2, 3] AS lasting
    WHERE now.2 = 'home_care' AND now.3 > 0
),
-- One row per landmark and definition of entry into home care: at least so many hours, months in a row.
entered AS
(
    SELECT
        'home_care_entry' AS target,
        concat(if(hours = 0, 'any hours', concat('>= ', toString(hours), ' h')), ' / ', toString(lasting), ' months') AS definition,
        hours = 0 AND lasting = 1 AS is_used,
        now.1 AS month,
        hasSubstr(
            arrayMap(point -> toUInt8(point.2 = 'home_care' AND point.3 > 0 AND point.3 >= hours), later),
            arrayWithConstant(lasting, toUInt8(1))) AS has_it,
        arrayExists(point -> point.2 = 'home_care' AND point.3 > 0, later) AS has_used
    FROM landmarks
    ARRAY JOIN [0, 10, 20] AS hours
    ARRAY JOIN [1, 2, 3] AS lasting
    WHERE now.2 = 'hsl_only'
),
-- One row per landmark with limitations of mobility (d4) or self-care (d5), and in how far they are higher later: of what was assessed at the
-- landmark by one level and by two, also of what is assessed for the first time, and by life area.
functions AS
(
    SELECT
        now.1 AS month,
        greatest(now.4 % 255, now.5 % 255) AS level,
        now.4 < 4 AS has_d4,
        now.5 < 4 AS has_d5,
        arrayMax(arrayMap(point -> greatest(if(now.4 = 255, 0, point.4 % 255), if(now.5 = 255, 0, point.5 % 255)), later)) AS later_level,
        arrayExists(point -> greatest(point.4 % 255, point.5 % 255) > level, later) AS is_any_higher,
        arrayExists(point -> point.5 % 255 > now.5, later) AS is_d5_higher,
        arrayExists(point -> point.4 % 255 > now.4 AND point.5 % 255 > now.5, later) AS is_each_higher
    FROM landmarks
    WHERE least(now.4, now.5) < 255 AND greatest(now.4 % 255, now.5 % 255) < 4
),
-- One row per such landmark and definition that applies to it.
worse AS
(
    SELECT
        'function_decline' AS target,
        way.1 AS definition,
        way.1 = 'd4 or d5, a level' AS is_used,
        month,
        way.3 AS has_it,
        later_level > level AS has_used
    FROM functions
    ARRAY JOIN [
        ('d4 or d5, a level', true, later_level > level),
        ('d4 or d5, two levels', true, later_level > level + 1),
        ('d4 or d5, a level, newly assessed areas too', true, is_any_higher),
        ('d5, a level', has_d5, is_d5_higher),
        ('d4 and d5, a level each', has_d4 AND has_d5, is_each_higher)
    ] AS way
    WHERE way.2
)
SELECT
    target,
    definition,
    any(is_used) AS is_used,
    month,
    count() AS n_clients,
    countIf(has_it) AS n_events,
    countIf(has_it AND has_used) AS n_shared,
    countIf(has_it) / count() AS share
FROM
(
    SELECT target, definition, is_used, month, has_it, has_used FROM doubled
    UNION ALL
    SELECT target, definition, is_used, month, has_it, has_used FROM entered
    UNION ALL
    SELECT target, definition, is_used, month, has_it, has_used FROM worse
)
GROUP BY target, definition, month;
