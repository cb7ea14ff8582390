-- mart.decision_counts: how often interventions are registered, and proposals not followed.
-- Grain:    one row per area, decision and reason; area * is all of them.
-- Keys:     area_id, decision, reason.
-- Sources:  core.clients, core.standing_decisions.
-- Load:     view.
-- Access:   aggregate.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS mart.decision_counts
(
    area_id     String COMMENT 'Home-care area of the client -> core.areas.area_id; empty where unknown, * for all.',
    decision    String COMMENT 'followed or not_followed.',
    reason      String COMMENT 'Reason -> core.not_followed_reasons.reason; empty where none.',
    n_decisions UInt64 COMMENT 'Decisions taken on the pages that stand.',
    n_clients   UInt64 COMMENT 'Clients that they are about.'
)
AS
SELECT
    area_id,
    decision,
    reason,
    count() AS n_decisions,
    uniqExact(client_id) AS n_clients
FROM
(
    -- One row per decision that stands, and area: the client's and all.
    SELECT
        decisions.client_id AS client_id,
        toString(decisions.decision) AS decision,
        toString(decisions.reason) AS reason,
        arrayJoin([toString(ifNull(clients.area_id, '')), '*']) AS area_id
    FROM core.standing_decisions AS decisions
    LEFT JOIN core.clients AS clients ON decisions.client_id = clients.client_id
    WHERE decisions.is_registered
)
GROUP BY area_id, decision, reason;
