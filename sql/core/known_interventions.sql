-- core.known_interventions: preventive interventions, delivered or only registered here.
-- Grain:    one row per intervention.
-- Keys:     client_id, intervention_id, ledger_id.
-- Sources:  core.intervention_kinds, core.interventions, core.standing_decisions.
-- Load:     view.
-- Access:   person.
-- Sort key: none.
-- What was registered on a page and has been delivered since is one row, the delivered one: core.intervention_ledger has the match.
CREATE VIEW IF NOT EXISTS core.known_interventions
(
    client_id                   UInt64            COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    intervention_id             UInt64            COMMENT 'Intervention -> core.interventions.intervention_id; 0 where not delivered.',
    ledger_id                   UInt64            COMMENT 'Registration -> core.intervention_ledger.ledger_id; 0 where delivered.',
    is_delivered                Bool              COMMENT 'Delivered; else registered here and not yet in a delivery.',
    kind                        String            COMMENT 'Kind -> core.intervention_kinds.kind.',
    started_date                Date              COMMENT 'First day; of a registered one as planned, so that it may lie ahead.',
    ended_date                  Nullable(Date)    COMMENT 'First day after it, of a registered one as planned; NULL while it goes on or where not stated.',
    result_kind                 String            COMMENT 'Result as judged by the team: good, partial, none or empty.',
    selection_id                String            COMMENT 'Selection (sv: urval) it came from; empty where none.',
    believed_change_h_per_month Nullable(Float64) COMMENT 'Change that the team believed in, hours per month, negative = fewer; NULL where not stated.',
    same_from                   Date              COMMENT 'A start of the same kind for the client from this day on is the same intervention, so is one to same_to: core.intervention_kinds.match_days.',
    same_to                     Date              COMMENT 'Last such day.'
)
AS
SELECT
    known.1 AS client_id,
    known.2 AS intervention_id,
    known.3 AS ledger_id,
    toBool(intervention_id > 0) AS is_delivered,
    known.4 AS kind,
    known.5 AS started_date,
    known.6 AS ended_date,
    known.7 AS result_kind,
    known.8 AS selection_id,
    known.9 AS believed_change_h_per_month,
    started_date - ifNull(kinds.match_days, 0) AS same_from,
    started_date + ifNull(kinds.match_days, 0) AS same_to
FROM
(
    SELECT (client_id, intervention_id, toUInt64(0), toString(kind), started_date, ended_date, toString(result_kind), selection_id, believed_change_h_per_month) AS known
    FROM core.interventions
    UNION ALL
    SELECT (client_id, toUInt64(0), ledger_id, kind, assumeNotNull(started_date), planned_end_date, '', selection_id, believed_change_h_per_month) AS known
    FROM core.standing_decisions
    WHERE decision = 'followed' AND isNull(intervention_id) AND isNotNull(started_date)
) AS all_known
LEFT JOIN core.intervention_kinds AS kinds ON known.4 = kinds.kind
SETTINGS join_use_nulls = 1;
