-- core.purposes: purposes for which an identity may be shown.
-- Grain:    one row per purpose and version.
-- Keys:     purpose, version.
-- Sources:  core.purpose_examples, core.purposes.
-- Load:     appended by framsyn identity purposes add; the transform job adds the examples that are not there.
-- Sort key: looked up by purpose; the newest version counts.
CREATE TABLE IF NOT EXISTS core.purposes
(
    purpose      LowCardinality(String) COMMENT 'Purpose (sv: ändamål), as a code -> ops.access_log.purpose.',
    version      UInt32                 COMMENT 'Version, from 1; the newest counts.',
    position     UInt8                  COMMENT 'Order in lists.',
    title_sv     String                 COMMENT 'Purpose in words, Swedish.',
    title_en     String                 COMMENT 'Purpose in words, English.',
    is_active    Bool                   COMMENT 'May be chosen; a purpose that no longer may stays here for the log.',
    author       LowCardinality(String) COMMENT 'Who wrote the version: login, or framsyn for the examples.',
    created_date Date                   COMMENT 'Day on which the version was written.'
)
ENGINE = MergeTree
ORDER BY (purpose, version)
COMMENT 'Purposes for which an identity may be shown (sv: ändamål); the newest version of each counts.';

INSERT INTO core.purposes
SELECT
    purpose,
    1 AS version,
    position,
    title_sv,
    title_en,
    true AS is_active,
    'framsyn' AS author,
    created_date
FROM core.purpose_examples
WHERE purpose NOT IN (SELECT written.purpose FROM core.purposes AS written);
