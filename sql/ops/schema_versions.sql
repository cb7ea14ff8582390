-- ops.schema_versions: what was applied to this database, and when.
-- Grain:    one row per applied version of an object, code list or migration.
-- Keys:     object, kind, applied_at.
-- Sources:  none.
-- Load:     appended by framsyn schema apply.
-- Access:   operation.
-- Sort key: the latest version of each object is looked up on every apply.
CREATE TABLE IF NOT EXISTS ops.schema_versions
(
    object         String                  COMMENT 'Object as database.name, or name of the migration.',
    kind           LowCardinality(String)  COMMENT 'What was applied: table, view, seed or migration.',
    version_hash   FixedString(64)         COMMENT 'SHA-256 of the text that was applied, in hexadecimal.',
    applied_at     DateTime64(6, 'UTC')    COMMENT 'When it was applied, to the microsecond.',
    change         String                  COMMENT 'What was done: created, altered (and how), replaced, loaded, run or recorded.',
    app_version    String                  COMMENT 'Version of framsyn that applied it.',
    engine_version LowCardinality(String)  COMMENT 'Version of ClickHouse that it was applied on.',
)
ENGINE = MergeTree
ORDER BY (object, kind, applied_at)
COMMENT 'One row per applied version of an object, code list or migration.';
