-- core.selection_members: clients in saved selections.
-- Grain:    one row per selection, client and entry.
-- Keys:     selection_id, client_id, entered_date.
-- Sources:  nothing yet; saved selections that live will fill it.
-- Load:     appended.
-- Sort key: read by selection.
CREATE TABLE IF NOT EXISTS core.selection_members
(
    selection_id LowCardinality(String) COMMENT 'Selection -> core.selections.selection_id.',
    client_id    UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    entered_date Date                   COMMENT 'First day in the selection.',
    left_date    Nullable(Date)         COMMENT 'First day no longer in it; NULL while in it.'
)
ENGINE = MergeTree
ORDER BY (selection_id, client_id, entered_date)
COMMENT 'Clients in saved selections, with the days on which they entered and left.';
