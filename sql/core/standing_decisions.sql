-- core.standing_decisions: decisions on interventions that stand.
-- Grain:    one row per decision that has been neither corrected nor withdrawn.
-- Keys:     ledger_id.
-- Sources:  core.intervention_ledger.
-- Load:     view.
-- Access:   person.
-- Sort key: none.
-- Rows of the ledger are never changed: a newer row takes the place of the one that it names. Of two that name the same, the newest counts. A row is
-- only ever replaced by one of the same client, so that what stands does not depend on which clients one sees.
CREATE VIEW IF NOT EXISTS core.standing_decisions
(
    ledger_id                   UInt64           COMMENT 'Row -> core.intervention_ledger.ledger_id.',
    written_at                  DateTime('UTC')  COMMENT 'When the row was written.',
    decided_date                Date             COMMENT 'Day of the decision; for interventions that were only delivered, their first day.',
    known_date                  Date             COMMENT 'First day on which it was known here.',
    intervention_id             Nullable(UInt64) COMMENT 'Intervention -> core.interventions.intervention_id; NULL where it has not been delivered, or was not begun.',
    client_id                   UInt64           COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    kind                        String           COMMENT 'Kind -> core.intervention_kinds.kind; empty where not_followed is of the risk itself.',
    decision                    Enum8('followed' = 0, 'not_followed' = 1, 'withdrawn' = 2)COMMENT 'followed or not_followed: see core.intervention_ledger.',
    reason                      String           COMMENT 'Why it was not followed, as a code -> core.not_followed_reasons.reason; empty where it was.',
    why                         String           COMMENT 'Reason, in the words of the one who decided; empty where not stated.',
    chosen_by                   String           COMMENT 'Who decided, pseudonymous; empty for delivered interventions.',
    selection_id                String           COMMENT 'Selection (sv: urval) it came from; empty where none.',
    started_date                Nullable(Date)   COMMENT 'First day of the intervention, as planned or as delivered; NULL where it was not followed.',
    planned_end_date            Nullable(Date)   COMMENT 'First day after it, as planned; NULL where not stated.',
    believed_change_h_per_month Nullable(Float64) COMMENT 'Change of home care that the team believed in, hours per month, negative = fewer; NULL where not stated.',
    potential_h                 Nullable(Float64) COMMENT 'Change that the model expected at the decision, hours per month; NULL where none.',
    corrects_ledger_id          Nullable(UInt64) COMMENT 'Row that it took the place of; NULL where none.',
    is_registered               Bool             COMMENT 'Somebody decided it on a page; else it is an intervention that was only delivered.'
)
AS
SELECT
    ledger_id,
    written_at,
    decided_date,
    known_date,
    intervention_id,
    client_id,
    toString(kind) AS kind,
    decision,
    toString(reason) AS reason,
    why,
    toString(chosen_by) AS chosen_by,
    toString(selection_id) AS selection_id,
    if(isNotNull(intervention_id), ifNull(started_date, decided_date), started_date) AS started_date,
    planned_end_date,
    believed_change_h_per_month,
    potential_h,
    corrects_ledger_id,
    toBool(notEmpty(chosen_by)) AS is_registered
FROM
(
    SELECT
        ledger_id, written_at, decided_date, known_date, intervention_id, client_id, kind, decision, reason, why, chosen_by, selection_id,
        started_date, planned_end_date, believed_change_h_per_month, potential_h, corrects_ledger_id
    FROM core.intervention_ledger
    ORDER BY written_at DESC, ledger_id DESC
    LIMIT 1 BY client_id, isNull(corrects_ledger_id), ifNull(corrects_ledger_id, ledger_id)
)
WHERE decision != 'withdrawn'
    AND (client_id, ledger_id) NOT IN (SELECT (newer.client_id, assumeNotNull(newer.corrects_ledger_id)) FROM core.intervention_ledger AS newer WHERE isNotNull(newer.corrects_ledger_id));
