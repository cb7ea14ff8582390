-- ops.access_review: what is unusual in the access log, by the rules of ops.review_limits.
-- Grain:    one row per rule, person, day and client; the client is 0 but for watched and same_client, the person empty for same_client.
-- Keys:     rule, user_name, role, review_date, client_id.
-- Sources:  core.areas, ops.access_log, ops.review_limits, ops.review_marks, ops.watched_clients.
-- Load:     view.
-- Access:   log.
-- Sort key: none.
-- Each rule groups by the local day, so that a condition on review_date reads those days of the log only.
CREATE VIEW IF NOT EXISTS ops.access_review
(
    finding_id  String               COMMENT 'Name of the finding: the same as long as its rule, person, day and client are.',
    rule        String               COMMENT 'Rule -> ops.review_limits.limit_name.',
    title_sv    String               COMMENT 'What the rule is about, Swedish.',
    title_en    String               COMMENT 'What the rule is about, English.',
    why_sv      String               COMMENT 'What it counts and why its limit is so, Swedish.',
    why_en      String               COMMENT 'What it counts and why its limit is so, English.',
    user_name   String               COMMENT 'Who; empty for somebody who is not known, and for same_client.',
    role        String               COMMENT 'In which role; empty for same_client.',
    review_date Date                 COMMENT 'Local day; for same_client the Monday of the week.',
    first_at    DateTime64(3, 'UTC') COMMENT 'First of the accesses.',
    last_at     DateTime64(3, 'UTC') COMMENT 'Last of them.',
    measured    Float64              COMMENT 'What the rule counted.',
    threshold   Float64              COMMENT 'From which number it is a finding.',
    n_accesses  UInt64               COMMENT 'Accesses that were counted.',
    client_id   UInt64               COMMENT 'Client, pseudonym; 0 where the rule is not about one.',
    areas       Array(String)        COMMENT 'Areas of the clients, as far as they are known.',
    verdict     String               COMMENT 'What the newest control found; empty before one.',
    note        String               COMMENT 'In words.',
    marked_by   String               COMMENT 'Who controlled it.'
)
AS
WITH
    (SELECT max(limits.threshold) FROM ops.review_limits AS limits WHERE limits.limit_name = 'night_begins_h') AS night_begins,
    (SELECT max(limits.threshold) FROM ops.review_limits AS limits WHERE limits.limit_name = 'night_ends_h') AS night_ends,
    (SELECT max(limits.threshold) FROM ops.review_limits AS limits WHERE limits.limit_name = 'watched_among') AS watched_among,
    -- One row per access, with its day and hour where people live, and the clients that it names.
    seen AS
    (
        SELECT
            toString(log.user_name) AS user_name,
            toString(log.role) AS role,
            toDate(log.accessed_at, 'Europe/Stockholm') AS review_date,
            toHour(log.accessed_at, 'Europe/Stockholm') AS hour,
            toDayOfWeek(log.accessed_at, 0, 'Europe/Stockholm') AS weekday,
            log.accessed_at AS accessed_at,
            toString(log.surface) AS surface,
            toString(log.outcome) AS outcome,
            log.query_id AS query_id,
            log.n_rows AS n_rows,
            log.n_clients AS n_clients,
            log.has_unnamed_clients AS has_unnamed_clients,
            log.client_id AS client_id,
            toString(log.area_id) AS area_id,
            arrayMap(area -> toString(area), log.own_areas) AS own_areas,
            if(log.client_id != 0, [log.client_id], log.client_ids) AS clients,
            arrayMap(area -> toString(area), if(log.client_id != 0, [log.area_id], mapKeys(log.clients_of_areas))) AS areas
        FROM ops.access_log AS log
        WHERE log.surface NOT IN ('seen', 'review')
    ),
    -- One row per area with itself and the areas above it: who acts for one of those acts for the clients in it.
    above AS
    (
        SELECT toString(area.area_id) AS area_id, [toString(area.area_id), toString(area.parent_area_id), toString(parent.parent_area_id)] AS within
        FROM core.areas AS area
        LEFT JOIN core.areas AS parent ON toString(area.parent_area_id) = toString(parent.area_id)
    ),
    -- One row per rule, person, day and client, whether it reaches the limit or not.
    counted AS
    (
        SELECT 'many_opened' AS rule, hours.user_name AS user_name, hours.role AS role, hours.review_date AS review_date, argMax(hours.first_at, hours.n) AS first_at,
            argMax(hours.last_at, hours.n) AS last_at, toFloat64(max(hours.n)) AS measured, argMax(hours.n_accesses, hours.n) AS n_accesses, toUInt64(0) AS client_id, argMax(hours.areas, hours.n) AS areas
        FROM
        (
            SELECT seen.user_name AS user_name, seen.role AS role, seen.review_date AS review_date, seen.hour AS hour, min(seen.accessed_at) AS first_at, max(seen.accessed_at) AS last_at,
                uniqExact(seen.client_id) AS n, count() AS n_accesses, groupUniqArrayArray(seen.areas) AS areas
            FROM seen
            WHERE seen.client_id != 0 AND seen.n_rows > 0 AND seen.surface NOT IN ('identity', 'protected_identity')
            GROUP BY seen.user_name, seen.role, seen.review_date, seen.hour
        ) AS hours
        GROUP BY hours.user_name, hours.role, hours.review_date
        UNION ALL
        SELECT 'many_listed' AS rule, hours.user_name AS user_name, hours.role AS role, hours.review_date AS review_date, argMax(hours.first_at, hours.n) AS first_at,
            argMax(hours.last_at, hours.n) AS last_at, toFloat64(max(hours.n)) AS measured, argMax(hours.n_accesses, hours.n) AS n_accesses, toUInt64(0) AS client_id, argMax(hours.areas, hours.n) AS areas
        FROM
        (
            SELECT seen.user_name AS user_name, seen.role AS role, seen.review_date AS review_date, seen.hour AS hour, min(seen.accessed_at) AS first_at, max(seen.accessed_at) AS last_at,
                greatest(uniqExactArray(seen.clients), max(seen.n_clients)) AS n, count() AS n_accesses, groupUniqArrayArray(seen.areas) AS areas
            FROM seen
            WHERE seen.client_id = 0 AND seen.n_rows > 0 AND seen.n_clients > 0 AND seen.surface != 'sql'
            GROUP BY seen.user_name, seen.role, seen.review_date, seen.hour
        ) AS hours
        GROUP BY hours.user_name, hours.role, hours.review_date
        UNION ALL
        SELECT 'other_areas' AS rule, outside.user_name AS user_name, outside.role AS role, outside.review_date AS review_date, min(outside.accessed_at) AS first_at,
            max(outside.accessed_at) AS last_at, toFloat64(count()) AS measured, count() AS n_accesses, toUInt64(0) AS client_id, groupUniqArray(outside.area_id) AS areas
        FROM
        (
            SELECT seen.user_name AS user_name, seen.role AS role, seen.review_date AS review_date, seen.accessed_at AS accessed_at, seen.own_areas AS own_areas, arrayJoin(seen.areas) AS area_id
            FROM seen
            WHERE notEmpty(seen.own_areas) AND notEmpty(seen.areas)
        ) AS outside
        LEFT JOIN above ON outside.area_id = above.area_id
        WHERE outside.area_id != '' AND NOT has(outside.own_areas, outside.area_id) AND NOT hasAny(outside.own_areas, above.within)
        GROUP BY outside.user_name, outside.role, outside.review_date
        UNION ALL
        SELECT 'odd_hours' AS rule, seen.user_name AS user_name, seen.role AS role, seen.review_date AS review_date, min(seen.accessed_at) AS first_at,
            max(seen.accessed_at) AS last_at, toFloat64(greatest(uniqExactArray(seen.clients), max(seen.n_clients))) AS measured, count() AS n_accesses, toUInt64(0) AS client_id, groupUniqArrayArray(seen.areas) AS areas
        FROM seen
        WHERE seen.n_rows > 0 AND seen.n_clients > 0 AND (seen.weekday >= 6 OR seen.hour >= night_begins OR seen.hour < night_ends)
        GROUP BY seen.user_name, seen.role, seen.review_date
        UNION ALL
        SELECT 'same_client' AS rule, '' AS user_name, '' AS role, toMonday(seen.review_date) AS review_date, min(seen.accessed_at) AS first_at,
            max(seen.accessed_at) AS last_at, toFloat64(uniqExact(seen.user_name)) AS measured, count() AS n_accesses, seen.client_id AS client_id, groupUniqArrayArray(seen.areas) AS areas
        FROM seen
        WHERE seen.client_id != 0 AND seen.n_rows > 0
        GROUP BY seen.client_id, toMonday(seen.review_date)
        UNION ALL
        SELECT 'watched' AS rule, known.user_name AS user_name, known.role AS role, known.review_date AS review_date, min(known.accessed_at) AS first_at,
            max(known.accessed_at) AS last_at, toFloat64(count()) AS measured, count() AS n_accesses, known.client_id AS client_id, groupUniqArrayArray(known.areas) AS areas
        FROM
        (
            SELECT seen.user_name AS user_name, seen.role AS role, seen.review_date AS review_date, seen.accessed_at AS accessed_at, arrayJoin(seen.clients) AS client_id,
                if(length(seen.clients) = 1, seen.areas, emptyArrayString()) AS areas
            FROM seen
            WHERE seen.n_rows > 0 AND seen.n_clients <= watched_among AND hasAny(seen.clients, (SELECT groupArray(watched.client_id) FROM ops.watched_clients AS watched))
        ) AS known
        WHERE known.client_id IN (SELECT watched.client_id FROM ops.watched_clients AS watched)
        GROUP BY known.user_name, known.role, known.review_date, known.client_id
        UNION ALL
        SELECT 'many_identities' AS rule, seen.user_name AS user_name, seen.role AS role, seen.review_date AS review_date, min(seen.accessed_at) AS first_at,
            max(seen.accessed_at) AS last_at, toFloat64(uniqExact(seen.client_id)) AS measured, count() AS n_accesses, toUInt64(0) AS client_id, groupUniqArrayArray(seen.areas) AS areas
        FROM seen
        WHERE seen.surface IN ('identity', 'protected_identity') AND seen.n_rows > 0
        GROUP BY seen.user_name, seen.role, seen.review_date
        UNION ALL
        SELECT 'refused' AS rule, seen.user_name AS user_name, seen.role AS role, seen.review_date AS review_date, min(seen.accessed_at) AS first_at,
            max(seen.accessed_at) AS last_at, toFloat64(count()) AS measured, count() AS n_accesses, toUInt64(0) AS client_id, groupUniqArrayArray(seen.areas) AS areas
        FROM seen
        WHERE seen.outcome = 'refused'
        GROUP BY seen.user_name, seen.role, seen.review_date
        UNION ALL
        SELECT 'sql_clients' AS rule, seen.user_name AS user_name, seen.role AS role, seen.review_date AS review_date, min(seen.accessed_at) AS first_at,
            max(seen.accessed_at) AS last_at, toFloat64(max(if(seen.has_unnamed_clients, greatest(seen.n_clients, seen.n_rows), seen.n_clients))) AS measured, count() AS n_accesses, toUInt64(0) AS client_id,
            groupUniqArrayArray(seen.areas) AS areas
        FROM seen
        WHERE seen.surface = 'sql' AND seen.n_rows > 0
        GROUP BY seen.user_name, seen.role, seen.review_date
        UNION ALL
        SELECT 'unfinished' AS rule, seen.user_name AS user_name, seen.role AS role, seen.review_date AS review_date, min(seen.accessed_at) AS first_at,
            max(seen.accessed_at) AS last_at, toFloat64(count()) AS measured, count() AS n_accesses, toUInt64(0) AS client_id, groupUniqArrayArray(seen.areas) AS areas
        FROM seen
        WHERE seen.outcome = 'started' AND seen.query_id NOT IN (SELECT ended.query_id FROM ops.access_log AS ended WHERE ended.outcome != 'started')
        GROUP BY seen.user_name, seen.role, seen.review_date
        UNION ALL
        SELECT 'lost' AS rule, '' AS user_name, '' AS role, seen.review_date AS review_date, min(seen.accessed_at) AS first_at,
            max(seen.accessed_at) AS last_at, toFloat64(sum(seen.n_rows)) AS measured, count() AS n_accesses, toUInt64(0) AS client_id, emptyArrayString() AS areas
        FROM seen
        WHERE seen.surface = 'log'
        GROUP BY seen.review_date
    ),
    -- One row per finding that has been controlled: the newest mark.
    marks AS
    (
        SELECT toString(marks.rule) AS rule, marks.user_name AS user_name, marks.review_date AS review_date, marks.client_id AS client_id, toString(marks.verdict) AS verdict, marks.note AS note, toString(marks.marked_by) AS marked_by
        FROM ops.review_marks AS marks
        WHERE marks.rule != ''
        ORDER BY marks.marked_at DESC
        LIMIT 1 BY marks.rule, marks.user_name, marks.review_date, marks.client_id
    )
SELECT
    lower(hex(sipHash64(counted.rule, counted.user_name, counted.role, counted.review_date, counted.client_id))) AS finding_id,
    counted.rule AS rule, limits.title_sv AS title_sv, limits.title_en AS title_en, limits.why_sv AS why_sv, limits.why_en AS why_en,
    counted.user_name AS user_name, counted.role AS role, counted.review_date AS review_date, counted.first_at AS first_at, counted.last_at AS last_at,
    counted.measured AS measured, limits.threshold AS threshold, counted.n_accesses AS n_accesses, counted.client_id AS client_id,
    arraySort(arrayFilter(area -> area != '', counted.areas)) AS areas,
    marks.verdict AS verdict, marks.note AS note, marks.marked_by AS marked_by
FROM counted
INNER JOIN ops.review_limits AS limits ON counted.rule = limits.limit_name
LEFT JOIN marks ON counted.rule = marks.rule AND counted.user_name = marks.user_name AND counted.review_date = marks.review_date AND counted.client_id = marks.client_id
WHERE counted.measured >= limits.threshold
SETTINGS join_use_nulls = 0;
