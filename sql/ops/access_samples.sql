-- ops.access_samples: accesses to be controlled by hand: some of each week and role, drawn at random.
-- Grain:    one row per access that is drawn.
-- Keys:     access_id.
-- Sources:  ops.access_log, ops.review_limits, ops.review_marks.
-- Load:     view.
-- Access:   log.
-- Sort key: none.
-- Who is drawn follows from the access's own random id alone: it is the same whenever and by whomever it is asked, and nobody chooses.
CREATE VIEW IF NOT EXISTS ops.access_samples
(
    access_id   UUID                COMMENT 'Access -> ops.access_log.access_id.',
    week_date   Date                COMMENT 'Monday of its week.',
    place       UInt64              COMMENT 'Place in the draw of its week and role, from 1.',
    accessed_at DateTime64(3, 'UTC') COMMENT 'When.',
    user_name   String              COMMENT 'Who.',
    role        String              COMMENT 'In which role.',
    purpose     String              COMMENT 'Why, as stated; empty where not.',
    surface     String              COMMENT 'Where from, as in ops.access_log.',
    request     String              COMMENT 'What was asked; empty for SQL.',
    page        String              COMMENT 'Page, panel or command; empty where not told.',
    n_clients   UInt64              COMMENT 'Clients that were shown.',
    client_id   UInt64              COMMENT 'The one client whom it was about; 0 for a list.',
    verdict     String              COMMENT 'What the newest control found; empty before one.',
    note        String              COMMENT 'In words.',
    marked_by   String              COMMENT 'Who controlled it.'
)
AS
-- One row per access that has been controlled: the newest mark.
WITH marks AS
(
    SELECT marks.access_id AS access_id, toString(marks.verdict) AS verdict, marks.note AS note, toString(marks.marked_by) AS marked_by
    FROM ops.review_marks AS marks
    WHERE marks.rule = ''
    ORDER BY marks.marked_at DESC
    LIMIT 1 BY marks.access_id
),
-- One row per access that showed clients, with its place among those of its week and role.
drawn AS
(
    SELECT
        log.access_id AS access_id,
        toMonday(log.accessed_at, 'Europe/Stockholm') AS week_date,
        log.accessed_at AS accessed_at,
        toString(log.user_name) AS user_name,
        toString(log.role) AS role,
        log.purpose AS purpose,
        toString(log.surface) AS surface,
        toString(log.request) AS request,
        log.page AS page,
        log.n_clients AS n_clients,
        log.client_id AS client_id,
        row_number() OVER (PARTITION BY toMonday(log.accessed_at, 'Europe/Stockholm'), toString(log.role) ORDER BY sipHash64(log.access_id), log.access_id) AS place
    FROM ops.access_log AS log
    WHERE log.n_rows > 0 AND (log.n_clients > 0 OR log.has_unnamed_clients) AND log.surface != 'seen'
)
SELECT
    drawn.access_id AS access_id, drawn.week_date AS week_date, drawn.place AS place, drawn.accessed_at AS accessed_at, drawn.user_name AS user_name, drawn.role AS role,
    drawn.purpose AS purpose, drawn.surface AS surface, drawn.request AS request, drawn.page AS page, drawn.n_clients AS n_clients, drawn.client_id AS client_id,
    marks.verdict AS verdict, marks.note AS note, marks.marked_by AS marked_by
FROM drawn
LEFT JOIN marks ON drawn.access_id = marks.access_id
WHERE drawn.place <= (SELECT max(limits.threshold) FROM ops.review_limits AS limits WHERE limits.limit_name = 'samples_per_role')
SETTINGS join_use_nulls = 0;
