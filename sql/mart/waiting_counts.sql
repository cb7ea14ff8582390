-- mart.waiting_counts: interventions whose outcome cannot be read yet.
-- Grain:    one row per area, kind and horizon; area * is all of them.
-- Keys:     area_id, kind, horizon_months.
-- Sources:  core.clients, core.known_interventions, mart.follow_ups.
-- Load:     view.
-- Access:   aggregate.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS mart.waiting_counts
(
    area_id        String COMMENT 'Home-care area of the client -> core.areas.area_id; empty where unknown, * for all.',
    kind           String COMMENT 'Kind -> core.intervention_kinds.kind.',
    horizon_months UInt8  COMMENT 'Months after the month of the start: 3, 6 or 12.',
    n_waiting      UInt64 COMMENT 'Interventions that wait.',
    n_registered   UInt64 COMMENT 'Of these, interventions that are registered on the pages and in no delivery.',
    n_clients      UInt64 COMMENT 'Clients that they are for.'
)
AS
SELECT
    area_id,
    kind,
    horizon_months,
    count() AS n_waiting,
    countIf(NOT is_delivered) AS n_registered,
    uniqExact(client_id) AS n_clients
FROM
(
    -- One row per intervention that waits, horizon and area: the client's and all.
    SELECT
        known.client_id AS client_id,
        toString(known.kind) AS kind,
        known.is_delivered AS is_delivered,
        arrayJoin(if(known.is_delivered, [ifNull(follow_ups.horizon_months, 0)], [3, 6, 12])) AS horizon_months,
        arrayJoin([toString(ifNull(clients.area_id, '')), '*']) AS area_id
    FROM core.known_interventions AS known
    LEFT JOIN core.clients AS clients ON known.client_id = clients.client_id
    LEFT JOIN (SELECT waiting.intervention_id AS intervention_id, waiting.horizon_months AS horizon_months FROM mart.follow_ups AS waiting WHERE waiting.followed = 'not_yet') AS follow_ups
        ON known.intervention_id = follow_ups.intervention_id
    WHERE NOT known.is_delivered OR follow_ups.horizon_months > 0
)
GROUP BY area_id, kind, horizon_months;
