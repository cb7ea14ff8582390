-- client_events: Händelser för en brukare | Events of a client
-- sv:      Händelser på en tidsaxel: insatser, beslut som börjar och slutar, bedömningar, flytt och dödsfall. Kan användas som
--          annoteringar.
-- en:      Events on a time axis: interventions, decisions that begin and end, assessments, moving and death. The columns are those that annotations want.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   core.assessments, core.clients, core.intervention_kinds, core.interventions, core.service_codes, core.service_decisions
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  time | Dag | Day
-- Column:  timeEnd | Till | To
-- Column:  kind | Slag | Kind
-- Column:  text | Händelse | Event
-- Column:  tags | Etiketter | Tags
SELECT time, time_end AS timeEnd, kind, text, kind AS tags
FROM
(
    SELECT
        interventions.started_date AS time,
        interventions.ended_date AS time_end,
        'intervention' AS kind,
        concat(if(kinds.title_sv = '', toString(interventions.kind), kinds.title_sv), if(interventions.result_kind = '', '', concat(' (', interventions.result_kind, ')'))) AS text
    FROM core.interventions AS interventions
    LEFT JOIN core.intervention_kinds AS kinds ON interventions.kind = kinds.kind
    WHERE interventions.client_id = {client:UInt64}
        AND $__clients(interventions.client_id)
    UNION ALL
    SELECT
        decisions.valid_from AS time,
        decisions.valid_to AS time_end,
        'decision' AS kind,
        concat(if(codes.name_sv = '', toString(decisions.service_code), codes.name_sv), if(isNull(decisions.granted_h_per_month), '', concat(' ', toString(decisions.granted_h_per_month), ' h/mån'))) AS text
    FROM core.service_decisions AS decisions
    LEFT JOIN core.service_codes AS codes ON decisions.service_code = codes.service_code
    WHERE decisions.client_id = {client:UInt64}
        AND $__clients(decisions.client_id)
    UNION ALL
    SELECT assessments.assessed_date AS time, NULL AS time_end, 'assessment' AS kind, concat('Bedömning, ', toString(count()), ' behov') AS text
    FROM core.assessments AS assessments
    WHERE assessments.client_id = {client:UInt64}
        AND $__clients(assessments.client_id)
    GROUP BY time
    UNION ALL
    SELECT assumeNotNull(change.2) AS time, NULL AS time_end, change.1 AS kind, change.3 AS text
    FROM
    (
        SELECT arrayJoin([
            ('death', clients.death_month, 'Avliden'),
            ('moved', clients.moved_out_month, 'Utflyttad'),
            ('widowed', clients.widowed_month, 'Make eller maka avliden')]) AS change
        FROM core.clients AS clients
        WHERE clients.client_id = {client:UInt64}
            AND $__clients(clients.client_id)
    )
    WHERE isNotNull(change.2)
)
ORDER BY time, kind, text
