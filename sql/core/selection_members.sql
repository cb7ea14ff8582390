-- core.selection_members: clients in saved selections.
-- Grain:    one row per selection, client and entry.
-- Keys:     selection_id, client_id, entered_date.
-- Sources:  core.excluded_clients, core.selection_events, core.selections.
-- Load:     view.
-- Access:   person.
-- Sort key: none.
-- A selection that has expired has no members, and nobody who is left out of selections is one: neither waits for the selections job.
CREATE VIEW IF NOT EXISTS core.selection_members
(
    selection_id LowCardinality(String) COMMENT 'Selection (sv: urval) -> core.selections.selection_id.',
    client_id    UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    entered_date Date                   COMMENT 'First day in the selection.',
    left_date    Nullable(Date)         COMMENT 'First day no longer in it; NULL while in it.'
)
AS
SELECT selection_id, client_id, event_date AS entered_date, next_date AS left_date
FROM
(
    SELECT
        selection_id,
        client_id,
        kind,
        event_date,
        leadInFrame(toNullable(event_date)) OVER (
            PARTITION BY selection_id, client_id
            ORDER BY written_at
            ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS next_date
    FROM core.selection_events
)
WHERE kind = 'entered'
    AND selection_id NOT IN (SELECT newest.selection_id FROM core.selections AS newest GROUP BY newest.selection_id HAVING argMax(tuple(newest.expires_date), newest.version).1 <= toDate(now('Europe/Stockholm')))
    AND (isNotNull(next_date) OR client_id NOT IN (SELECT excluded.client_id FROM core.excluded_clients AS excluded WHERE excluded.is_from_selections));
