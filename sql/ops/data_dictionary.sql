-- ops.data_dictionary: every table, view and column with its comment.
-- Grain:    one row per object and column; column_position 0 is the object itself.
-- Keys:     database, object, column_position.
-- Sources:  system.columns, system.tables.
-- Load:     a view.
-- Access:   operation.
CREATE VIEW IF NOT EXISTS ops.data_dictionary
(
    database        String COMMENT 'Database: raw, stg, core, mart, model, ops or vault.',
    object          String COMMENT 'Table or view.',
    column_position UInt64 COMMENT 'Place of the column in the object, from 1; 0 for the object itself.',
    column          String COMMENT 'Column; empty for the object itself.',
    type            String COMMENT 'Type of the column; table or view for the object itself.',
    comment         String COMMENT 'What it holds, with unit and grain.'
)
COMMENT 'One row per object and column, with its comment.'
AS
SELECT
    c.database AS database,
    c.table AS object,
    c.position AS column_position,
    c.name AS column,
    c.type AS type,
    c.comment AS comment
FROM system.columns AS c
WHERE c.database IN ('raw', 'stg', 'core', 'mart', 'model', 'ops', 'vault') AND c.table NOT LIKE '%\\_\\_twin'
UNION ALL
SELECT
    t.database AS database,
    t.name AS object,
    0 AS column_position,
    '' AS column,
    if(t.engine = 'View', 'view', 'table') AS type,
    t.comment AS comment
FROM system.tables AS t
WHERE t.database IN ('raw', 'stg', 'core', 'mart', 'model', 'ops', 'vault') AND t.name NOT LIKE '%\\_\\_twin';
