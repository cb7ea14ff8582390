-- core.selection_events: clients who entered or left saved selections.
-- Grain:    one row per selection, client and change; rows are never changed.
-- Keys:     selection_id, client_id, written_at.
-- Sources:  core.selection_events, core.selections, mart.candidates.
-- Load:     appended by the selections job.
-- Access:   person.
-- Sort key: read by selection and client.
CREATE TABLE IF NOT EXISTS core.selection_events
(
    selection_id      LowCardinality(String)            COMMENT 'Selection (sv: urval) -> core.selections.selection_id.',
    selection_version UInt32                            COMMENT 'Its version then.',
    client_id         UInt64                            COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    kind              Enum8('entered' = 0, 'left' = 1)  COMMENT 'entered: meets the condition and did not the last time; left: the other way round, or the selection expired.',
    event_date        Date                              COMMENT 'Day on which it was seen.',
    written_at        DateTime64(3, 'UTC')              COMMENT 'When the row was written.'
)
ENGINE = MergeTree
ORDER BY (selection_id, client_id, written_at)
COMMENT 'Clients who entered or left saved selections; only ever added to.';
