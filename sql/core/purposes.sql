-- core.purposes: purposes for which an identity may be shown.
-- Grain:    one row per purpose.
-- Keys:     purpose.
-- Sources:  core.shipped_purposes, core.purpose_versions.
-- Load:     view.
-- Access:   reference.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS core.purposes
(
    purpose      LowCardinality(String) COMMENT 'Purpose (sv: ändamål), as a code -> ops.access_log.purpose.',
    version      UInt32                 COMMENT 'Version that counts; 0 for the one that came with Framsyn.',
    position     UInt8                  COMMENT 'Order in lists.',
    title_sv     String                 COMMENT 'Purpose in words, Swedish.',
    title_en     String                 COMMENT 'Purpose in words, English.',
    is_active    Bool                   COMMENT 'May be chosen; a purpose that no longer may stays here for the log.',
    author       LowCardinality(String) COMMENT 'Who wrote the version: login, or framsyn.',
    created_date Date                   COMMENT 'Day on which the version was written.'
)
AS
-- One row per purpose and version, those that came with Framsyn as version 0.
WITH versions AS
(
    SELECT purpose, 0 AS version, position, title_sv, title_en, true AS is_active, 'framsyn' AS author, created_date FROM core.shipped_purposes
    UNION ALL
    SELECT purpose, version, position, title_sv, title_en, is_active, author, created_date FROM core.purpose_versions
)
SELECT purpose, version, position, title_sv, title_en, is_active, author, created_date
FROM versions
ORDER BY purpose, version DESC
LIMIT 1 BY purpose;
