-- ops.hidden_cells: groups of clients that are too small for those who see no clients.
-- Grain:    one row per object, cell, area or scope, and slice.
-- Keys:     object, cell, scope, slice.
-- Sources:  the release job.
-- Load:     appended by the release job, which empties it first.
-- Access:   log.
-- Sort key: looked up by object.
CREATE TABLE IF NOT EXISTS ops.hidden_cells
(
    object LowCardinality(String) COMMENT 'Object whose cell it is, <database>.<name>; * for a scope that is hidden in all objects.',
    cell   LowCardinality(String) COMMENT 'Column that counts persons; for a scope its kind: area, category or selection.',
    scope  String                 COMMENT 'Area, or id of the scope; empty for none.',
    slice  String                 COMMENT 'Values of the other columns that make the cell, as a tuple; empty for a scope.'
)
ENGINE = MergeTree
ORDER BY (object, cell, scope, slice)
COMMENT 'Groups of clients that are too small for those who see no clients: hidden in the tables of the database released.';
