-- core.clients: persons known to care.
-- Grain:    one row per client.
-- Keys:     client_id.
-- Sources:  stg.clients, stg.person_events, core.service_decisions, core.assessments, core.visits, core.hsl_client_months, core.hsl_actions, core.interventions.
-- Load:     replaced whole.
-- Access:   person.
-- Sort key: looked up by client.
CREATE TABLE IF NOT EXISTS core.clients
(
    client_id           UInt64                                         COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    sex                 Enum8('unknown' = 0, 'female' = 1, 'male' = 2) COMMENT 'Legal sex; unknown for reserve numbers.',
    birth_month         Date32                                         COMMENT 'Month of birth, its first day.',
    identity_kind       LowCardinality(String)                         COMMENT 'personal (sv: personnummer), coordination (sv: samordningsnummer) or reserve (sv: reservnummer).',
    area_id             LowCardinality(String)                         COMMENT 'Home-care area by the latest decision -> core.areas.area_id; empty where none has been delivered.',
    is_single_household Nullable(Bool)                                 COMMENT 'One-person household by the latest decision; NULL where unknown.',
    first_seen_date     Date                                           COMMENT 'First day on which a decision, assessment, visit, health-care action or preventive intervention has something about the person; first of the month for the health-care register.',
    last_seen_date      Date                                           COMMENT 'Last such day.',
    death_month         Nullable(Date)                                 COMMENT 'Month of death, its first day; NULL for the living.',
    moved_out_month     Nullable(Date)                                 COMMENT 'Month of moving out of the municipality, its first day; NULL for those who stay or came back.',
    widowed_month       Nullable(Date)                                 COMMENT 'Month in which the client lost a spouse, its first day; NULL where not known.',
    is_protected        Bool                                           COMMENT 'Protected identity (sv: skyddade personuppgifter) now.',
    has_decision        Bool                                           COMMENT 'Has had a decision under the Social Services Act (SoL); false for those whom only health care knows.'
)
ENGINE = MergeTree
ORDER BY client_id
COMMENT 'Persons known to care: clients (sv: brukare) and patients (sv: patienter), by pseudonym.';

INSERT INTO core.clients
-- One row per client: first and last day of anything recorded.
WITH seen AS
(
    SELECT client_id, min(first_date) AS first_seen_date, max(last_date) AS last_seen_date
    FROM
    (
        SELECT client_id, min(decided_date) AS first_date, max(last_month) AS last_date FROM core.service_decisions GROUP BY client_id
        UNION ALL
        SELECT client_id, min(assessed_date) AS first_date, max(assessed_date) AS last_date FROM core.assessments GROUP BY client_id
        UNION ALL
        SELECT client_id, min(visit_date) AS first_date, max(visit_date) AS last_date FROM core.visits GROUP BY client_id
        UNION ALL
        SELECT client_id, min(month) AS first_date, max(month) AS last_date FROM core.hsl_client_months GROUP BY client_id
        UNION ALL
        SELECT client_id, min(performed_date) AS first_date, max(performed_date) AS last_date FROM core.hsl_actions GROUP BY client_id
        UNION ALL
        SELECT client_id, min(started_date) AS first_date, max(started_date) AS last_date FROM core.interventions GROUP BY client_id
    )
    GROUP BY client_id
),
-- One row per client: area and household by the newest decision.
latest AS
(
    SELECT
        client_id,
        argMax(area_id, (last_month, valid_from, decision_id)) AS area_id,
        argMax(tuple(is_single_household), (last_month, valid_from, decision_id)).1 AS is_single_household
    FROM core.service_decisions
    GROUP BY client_id
),
-- One row per client with notices from the population register.
notices AS
(
    SELECT
        client_id,
        if(countIf(event_kind = 'death') > 0, toStartOfMonth(minIf(event_date, event_kind = 'death')), NULL) AS death_month,
        if(
            maxIf(event_date, event_kind = 'moved_out') > maxIf(event_date, event_kind = 'moved_in'),
            toStartOfMonth(maxIf(event_date, event_kind = 'moved_out')),
            NULL) AS moved_out_month,
        if(countIf(event_kind = 'widowed') > 0, toStartOfMonth(maxIf(event_date, event_kind = 'widowed')), NULL) AS widowed_month,
        maxIf(event_date, event_kind = 'protected') > maxIf(event_date, event_kind = 'unprotected') AS is_protected
    FROM stg.person_events
    GROUP BY client_id
)
SELECT
    clients.client_id AS client_id,
    clients.sex AS sex,
    clients.birth_month AS birth_month,
    clients.identity_kind AS identity_kind,
    ifNull(latest.area_id, '') AS area_id,
    latest.is_single_household AS is_single_household,
    seen.first_seen_date AS first_seen_date,
    seen.last_seen_date AS last_seen_date,
    notices.death_month AS death_month,
    notices.moved_out_month AS moved_out_month,
    notices.widowed_month AS widowed_month,
    ifNull(notices.is_protected, false) AS is_protected,
    isNotNull(latest.client_id) AS has_decision
FROM stg.clients AS clients
INNER JOIN seen ON clients.client_id = seen.client_id
LEFT JOIN latest ON clients.client_id = latest.client_id
LEFT JOIN notices ON clients.client_id = notices.client_id
SETTINGS join_use_nulls = 1;
