-- mart.hsl_workloads: time of nurses and therapists, recorded or estimated from actions.
-- Grain:    one row per area, month and profession.
-- Keys:     area_id, month, profession.
-- Sources:  core.hsl_actions, core.staffing_norms, core.visits, mart.client_months, model.action_minutes, model.current_runs.
-- Load:     view.
-- Access:   aggregate.
-- Sort key: none.
-- Where a client has actions of a profession in a month and no visits of it, the actions stand in, at their minutes by model.action_minutes. Delegated
-- visits count with the nurse, who delegates: they are home care's time.
CREATE VIEW IF NOT EXISTS mart.hsl_workloads
(
    area_id             LowCardinality(String) COMMENT 'Home-care area in the month -> core.areas.area_id; empty where unknown.',
    month               Date                   COMMENT 'Month, its first day.',
    profession          LowCardinality(String) COMMENT 'nurse, occupational_therapist or physical_therapist.',
    n_clients           UInt64                 COMMENT 'Clients with visits or actions of the profession.',
    n_actions           UInt64                 COMMENT 'Registered actions by the profession itself.',
    n_delegated_actions UInt64                 COMMENT 'Registered actions on its delegation.',
    recorded_min        Float64                COMMENT 'Recorded visits, minutes in the month.',
    estimated_min       Float64                COMMENT 'Actions of clients without recorded visits, minutes in the month.',
    direct_min          Float64                COMMENT 'recorded_min + estimated_min: with clients, minutes in the month.',
    travel_min          Float64                COMMENT 'Travel that this takes by core.staffing_norms: direct_min x travel_share / ((1 - travel_share) x client_share), minutes in the month.',
    delegated_min       Float64                COMMENT 'Done by home-care staff on delegation: recorded visits, else delegated actions at their minutes; minutes in the month.',
    delegated_share     Float64                COMMENT 'delegated_min / (direct_min + delegated_min); nan where both are 0.'
)
AS
-- One row per client, month and profession with visits.
WITH visited AS
(
    SELECT
        client_id,
        toStartOfMonth(visits.visit_date) AS month,
        transform(toString(visits.service_code), ['occupational_therapy', 'physical_therapy'], ['occupational_therapist', 'physical_therapist'], 'nurse') AS profession,
        sumIf(visits.performed_min, visits.service_code != 'delegated') AS visited_min,
        sumIf(visits.performed_min, visits.service_code = 'delegated') AS delegated_min
    FROM core.visits AS visits
    WHERE visits.service_code IN ('nurse', 'occupational_therapy', 'physical_therapy', 'delegated')
    GROUP BY client_id, month, profession
),
-- One row per client, month and profession with actions, at the minutes of the newest run.
acted AS
(
    SELECT
        actions.client_id AS client_id,
        toStartOfMonth(actions.performed_date) AS month,
        transform(toString(actions.profession), ['ssk', 'at', 'ft'], ['nurse', 'occupational_therapist', 'physical_therapist'], '') AS profession,
        countIf(NOT actions.is_delegated) AS n_actions,
        countIf(actions.is_delegated) AS n_delegated_actions,
        sumIf(ifNull(times.minutes_per_action, 0), NOT actions.is_delegated) AS action_min,
        sumIf(ifNull(times.minutes_per_action, 0), actions.is_delegated) AS delegated_action_min
    FROM core.hsl_actions AS actions
    LEFT JOIN
    (
        SELECT kva_code, profession, minutes_per_action
        FROM model.action_minutes
        WHERE run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'need' AND runs.target = 'actions')
    ) AS times
        ON times.kva_code = actions.kva_code
        AND times.profession = transform(toString(actions.profession), ['ssk', 'at', 'ft'], ['nurse', 'occupational_therapist', 'physical_therapist'], '')
    WHERE actions.profession IN ('ssk', 'at', 'ft')
    GROUP BY client_id, month, profession
),
-- One row per client, month and profession.
both AS
(
    SELECT
        client_id,
        month,
        profession,
        sum(parts.visited_min) AS visited_min,
        sum(parts.n_actions) AS n_actions,
        sum(parts.n_delegated_actions) AS n_delegated_actions,
        if(visited_min > 0, 0, sum(parts.action_min)) AS estimated_min,
        if(sum(parts.delegated_min) > 0, sum(parts.delegated_min), sum(parts.delegated_action_min)) AS delegated_min
    FROM
    (
        SELECT client_id, month, profession, toFloat64(visited.visited_min) AS visited_min, toFloat64(visited.delegated_min) AS delegated_min,
            toUInt64(0) AS n_actions, toUInt64(0) AS n_delegated_actions, toFloat64(0) AS action_min, toFloat64(0) AS delegated_action_min
        FROM visited
        UNION ALL
        SELECT client_id, month, profession, 0, 0, n_actions, n_delegated_actions, action_min, delegated_action_min
        FROM acted
    ) AS parts
    GROUP BY client_id, month, profession
)
SELECT
    months.area_id AS area_id,
    both.month AS month,
    both.profession AS profession,
    countIf(both.visited_min + both.n_actions > 0) AS n_clients,
    sum(both.n_actions) AS n_actions,
    sum(both.n_delegated_actions) AS n_delegated_actions,
    sum(both.visited_min) AS recorded_min,
    sum(both.estimated_min) AS estimated_min,
    recorded_min + estimated_min AS direct_min,
    direct_min * any(norms.travel_share / ((1 - norms.travel_share) * norms.client_share)) AS travel_min,
    sum(both.delegated_min) AS delegated_min,
    delegated_min / (direct_min + delegated_min) AS delegated_share
FROM both
INNER JOIN mart.client_months AS months ON both.client_id = months.client_id AND both.month = months.month
INNER JOIN core.staffing_norms AS norms ON both.profession = norms.profession
GROUP BY area_id, month, profession
SETTINGS join_use_nulls = 1;
