-- core.intervention_ledger: what was believed when an intervention was decided on, or was not.
-- Grain:    one row per decision; rows are never changed.
-- Keys:     ledger_id.
-- Sources:  core.intervention_kinds, core.intervention_ledger, core.interventions, model.potentials, model.risk_reasons, model.risk_scores, model.run_states, model.runs.
-- Load:     appended by the page when an intervention is decided on, and by jobs for delivered interventions that have no row yet.
-- Access:   person.
-- Sort key: read by client; the id last makes the order total.
-- Scores are the newest that had been made by the day of the decision, as they stood then. Where none had been made they stay NULL: what a later model
-- would have said was not what was believed. A row is corrected or withdrawn by a newer row that names it; what stands is in core.standing_decisions.
-- A delivered intervention that was registered here before gets a row with what was believed then, which takes the place of the registration: the same
-- client and kind, and a start at most core.intervention_kinds.match_days away; the nearest, one for one.
CREATE TABLE IF NOT EXISTS core.intervention_ledger
(
    ledger_id                   UInt64                                       COMMENT 'Row of the ledger.',
    written_at                  DateTime('UTC')                              COMMENT 'When the row was written.',
    decided_date                Date                                         COMMENT 'Day of the decision; for delivered interventions the first day.',
    known_date                  Date                                         COMMENT 'First day on which it was known here.',
    intervention_id             Nullable(UInt64)                             COMMENT 'Intervention -> core.interventions.intervention_id; NULL where it has not been delivered, or was not begun.',
    client_id                   UInt64                                       COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    kind                        LowCardinality(String)                       COMMENT 'Kind -> core.intervention_kinds.kind; empty where not_followed is of the risk itself.',
    decision                    Enum8('followed' = 0, 'not_followed' = 1, 'withdrawn' = 2) COMMENT 'followed: the intervention was begun or is to begin; not_followed: it was proposed, or a risk was shown, and someone decided against it; withdrawn: the row that it corrects no longer holds.',
    why                         String                                       COMMENT 'Reason, in the words of the one who decided; empty where not stated.',
    chosen_by                   LowCardinality(String)                       COMMENT 'Who decided: the first 16 hexadecimal digits of a SHA-256 of the login, no name; empty for delivered interventions.',
    selection_id                LowCardinality(String)                       COMMENT 'Selection (sv: urval) it came from; empty where none.',
    as_of_date                  Nullable(Date)                               COMMENT 'As-of date of the newest scores on that day; NULL where none had been made.',
    run_id                      Nullable(UInt64)                             COMMENT 'Run of the risk -> model.runs.run_id; NULL where none.',
    risk_target                 LowCardinality(String)                       COMMENT 'What the risk is of -> core.risk_targets.target; empty where none.',
    risk_probability            Nullable(Float64)                            COMMENT 'Risk as estimated then, 0-1; NULL where none.',
    risk_low                    Nullable(Float64)                            COMMENT 'Lower end of its 80 % interval.',
    risk_high                   Nullable(Float64)                            COMMENT 'Upper end of its 80 % interval.',
    hours_now                   Nullable(Float64)                            COMMENT 'Granted home care at those scores, hours per month; NULL where none.',
    hours_expected              Nullable(Float64)                            COMMENT 'Granted home care expected 12 months ahead, hours per month; NULL where none.',
    hours_expected_low          Nullable(Float64)                            COMMENT 'Lower end of its 80 % interval.',
    hours_expected_high         Nullable(Float64)                            COMMENT 'Upper end of its 80 % interval.',
    potential_h                 Nullable(Float64)                            COMMENT 'Change expected of this kind for this client, hours per month, negative = fewer; NULL where none.',
    potential_low_h             Nullable(Float64)                            COMMENT 'Lower end of its 95 % interval.',
    potential_high_h            Nullable(Float64)                            COMMENT 'Upper end of its 95 % interval.',
    potential_run_id            Nullable(UInt64)                             COMMENT 'Run of the potential -> model.runs.run_id; NULL where none.',
    is_potential_supported      Nullable(Bool)                               COMMENT 'The potential was shown without a warning; NULL where none.',
    reasons_sv                  Array(String)                                COMMENT 'The reasons for the risk that were shown, Swedish.',
    believed_change_h_per_month Nullable(Float64)                            COMMENT 'Change of home care that the team believed in, hours per month, negative = fewer; NULL where not stated.',
    started_date                Nullable(Date)                               COMMENT 'First day of the intervention, as planned at the decision or as delivered; NULL where it was not followed.',
    planned_end_date            Nullable(Date)                               COMMENT 'First day after it, as planned at the decision; NULL where not stated.',
    reason                      LowCardinality(String)                       COMMENT 'Why it was not followed, as a code -> core.not_followed_reasons.reason; empty where it was.',
    corrects_ledger_id          Nullable(UInt64)                             COMMENT 'Row that this one takes the place of: a correction, a withdrawal, or the delivery of what was registered; NULL for all others.',
    CONSTRAINT planned_end_is_after_start CHECK isNull(planned_end_date) OR isNull(started_date) OR planned_end_date > started_date
)
ENGINE = MergeTree
ORDER BY (client_id, decided_date, ledger_id)
SETTINGS fsync_after_insert = 1
COMMENT 'What was believed when an intervention was decided on, or was not; only ever added to.';

INSERT INTO core.intervention_ledger
-- One row per delivered intervention that has no row yet.
WITH unwritten AS
(
    SELECT intervention_id, client_id, kind, started_date, known_date, selection_id, believed_change_h_per_month
    FROM core.interventions
    WHERE intervention_id NOT IN (SELECT written.intervention_id FROM core.intervention_ledger AS written WHERE isNotNull(written.intervention_id))
),
-- One row per such intervention that was registered here before, with the registration: the nearest of those that stand, and each only once.
matches AS
(
    SELECT intervention_id, ledger_id, delivered_date, delivered_selection_id, delivered_change_h
    FROM
    (
        SELECT
            unwritten.intervention_id AS intervention_id,
            registered.ledger_id AS ledger_id,
            unwritten.started_date AS delivered_date,
            unwritten.selection_id AS delivered_selection_id,
            unwritten.believed_change_h_per_month AS delivered_change_h,
            abs(dateDiff('day', registered.started_date, unwritten.started_date)) AS days_apart
        FROM unwritten
        INNER JOIN core.intervention_ledger AS registered ON unwritten.client_id = registered.client_id AND unwritten.kind = registered.kind
        INNER JOIN core.intervention_kinds AS kinds ON registered.kind = kinds.kind
        WHERE registered.decision = 'followed' AND isNull(registered.intervention_id) AND days_apart <= kinds.match_days
            AND registered.ledger_id NOT IN (SELECT newer.corrects_ledger_id FROM core.intervention_ledger AS newer WHERE isNotNull(newer.corrects_ledger_id))
        ORDER BY days_apart, ledger_id
        LIMIT 1 BY intervention_id
    )
    ORDER BY days_apart, intervention_id
    LIMIT 1 BY ledger_id
),
-- One row per such intervention that was not.
missing AS
(
    SELECT intervention_id, client_id, kind, started_date, known_date, selection_id, believed_change_h_per_month
    FROM unwritten
    WHERE intervention_id NOT IN (SELECT matched.intervention_id FROM matches AS matched)
),
-- One row per such intervention: the newest scores of its client that had been made by the first day; the doubled need before entry.
scored AS
(
    SELECT
        missing.intervention_id AS intervention_id,
        argMax(
            (scores.as_of_date, scores.run_id, toString(scores.target), scores.probability, scores.probability_low, scores.probability_high,
                scores.hours_now, scores.hours_expected, scores.hours_expected_low, scores.hours_expected_high),
            (scores.as_of_date, scores.target = 'need_doubled')) AS newest
    FROM missing
    INNER JOIN model.risk_scores AS scores ON missing.client_id = scores.client_id
    INNER JOIN model.runs AS runs ON scores.run_id = runs.run_id
    WHERE scores.target IN ('need_doubled', 'home_care_entry') AND scores.as_of_date <= missing.started_date
        AND toDate(runs.created_at, 'UTC') <= missing.started_date
        AND scores.run_id IN (SELECT states.run_id FROM model.run_states AS states WHERE states.state IN ('shown', 'approved'))
    GROUP BY intervention_id
),
-- One row per such intervention: the newest potential of its kind for its client, likewise.
promised AS
(
    SELECT
        missing.intervention_id AS intervention_id,
        argMax(
            (potentials.expected_change_h, potentials.change_low_h, potentials.change_high_h, potentials.run_id, potentials.is_supported),
            potentials.as_of_date) AS newest
    FROM missing
    INNER JOIN model.potentials AS potentials ON missing.client_id = potentials.client_id AND missing.kind = potentials.kind
    INNER JOIN model.runs AS runs ON potentials.run_id = runs.run_id
    WHERE potentials.as_of_date <= missing.started_date AND toDate(runs.created_at, 'UTC') <= missing.started_date
        AND potentials.run_id IN (SELECT states.run_id FROM model.run_states AS states WHERE states.state IN ('shown', 'approved'))
    GROUP BY intervention_id
),
-- One row per such intervention with scores: the three main reasons.
explained AS
(
    SELECT missing.intervention_id AS intervention_id, arrayMap(pair -> pair.2, arraySort(groupArray((reasons.rank, reasons.sentence_sv)))) AS reasons_sv
    FROM missing
    INNER JOIN scored ON missing.intervention_id = scored.intervention_id
    INNER JOIN model.risk_reasons AS reasons
        ON missing.client_id = reasons.client_id AND scored.newest.1 = reasons.as_of_date AND scored.newest.3 = reasons.target
    WHERE reasons.rank <= 3
    GROUP BY intervention_id
)
SELECT
    cityHash64('delivered', missing.intervention_id) AS ledger_id,
    now('UTC') AS written_at,
    missing.started_date AS decided_date,
    missing.known_date AS known_date,
    missing.intervention_id AS intervention_id,
    missing.client_id AS client_id,
    missing.kind AS kind,
    'followed' AS decision,
    '' AS why,
    '' AS chosen_by,
    missing.selection_id AS selection_id,
    if(scored.intervention_id > 0, scored.newest.1, NULL) AS as_of_date,
    if(scored.intervention_id > 0, scored.newest.2, NULL) AS run_id,
    if(scored.intervention_id > 0, scored.newest.3, '') AS risk_target,
    if(scored.intervention_id > 0, scored.newest.4, NULL) AS risk_probability,
    if(scored.intervention_id > 0, scored.newest.5, NULL) AS risk_low,
    if(scored.intervention_id > 0, scored.newest.6, NULL) AS risk_high,
    if(scored.intervention_id > 0, scored.newest.7, NULL) AS hours_now,
    if(scored.intervention_id > 0, scored.newest.8, NULL) AS hours_expected,
    if(scored.intervention_id > 0, scored.newest.9, NULL) AS hours_expected_low,
    if(scored.intervention_id > 0, scored.newest.10, NULL) AS hours_expected_high,
    if(promised.intervention_id > 0, promised.newest.1, NULL) AS potential_h,
    if(promised.intervention_id > 0, promised.newest.2, NULL) AS potential_low_h,
    if(promised.intervention_id > 0, promised.newest.3, NULL) AS potential_high_h,
    if(promised.intervention_id > 0, promised.newest.4, NULL) AS potential_run_id,
    if(promised.intervention_id > 0, promised.newest.5, NULL) AS is_potential_supported,
    explained.reasons_sv AS reasons_sv,
    missing.believed_change_h_per_month AS believed_change_h_per_month,
    missing.started_date AS started_date,
    NULL AS planned_end_date,
    '' AS reason,
    NULL AS corrects_ledger_id
FROM missing
LEFT JOIN scored ON missing.intervention_id = scored.intervention_id
LEFT JOIN promised ON missing.intervention_id = promised.intervention_id
LEFT JOIN explained ON missing.intervention_id = explained.intervention_id
UNION ALL
SELECT
    cityHash64('delivered', matches.intervention_id) AS ledger_id,
    now('UTC') AS written_at,
    registered.decided_date AS decided_date,
    registered.known_date AS known_date,
    matches.intervention_id AS intervention_id,
    registered.client_id AS client_id,
    registered.kind AS kind,
    'followed' AS decision,
    registered.why AS why,
    registered.chosen_by AS chosen_by,
    if(registered.selection_id = '', matches.delivered_selection_id, registered.selection_id) AS selection_id,
    registered.as_of_date AS as_of_date,
    registered.run_id AS run_id,
    registered.risk_target AS risk_target,
    registered.risk_probability AS risk_probability,
    registered.risk_low AS risk_low,
    registered.risk_high AS risk_high,
    registered.hours_now AS hours_now,
    registered.hours_expected AS hours_expected,
    registered.hours_expected_low AS hours_expected_low,
    registered.hours_expected_high AS hours_expected_high,
    registered.potential_h AS potential_h,
    registered.potential_low_h AS potential_low_h,
    registered.potential_high_h AS potential_high_h,
    registered.potential_run_id AS potential_run_id,
    registered.is_potential_supported AS is_potential_supported,
    registered.reasons_sv AS reasons_sv,
    ifNull(registered.believed_change_h_per_month, matches.delivered_change_h) AS believed_change_h_per_month,
    matches.delivered_date AS started_date,
    if(registered.planned_end_date > matches.delivered_date, registered.planned_end_date, NULL) AS planned_end_date,
    '' AS reason,
    registered.ledger_id AS corrects_ledger_id
FROM matches
INNER JOIN core.intervention_ledger AS registered ON matches.ledger_id = registered.ledger_id
SETTINGS join_use_nulls = 1;
