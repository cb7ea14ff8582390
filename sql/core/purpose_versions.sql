-- core.purpose_versions: purposes of showing an identity that the municipality has written.
-- Grain:    one row per purpose and version.
-- Keys:     purpose, version.
-- Sources:  framsyn identity purposes add.
-- Load:     appended by framsyn identity purposes add.
-- Access:   reference.
-- Sort key: looked up by purpose.
CREATE TABLE IF NOT EXISTS core.purpose_versions
(
    purpose      LowCardinality(String) COMMENT 'Purpose (sv: ändamål), as a code.',
    version      UInt32                 COMMENT 'Version, from 1; the newest counts, and before it the one that came with Framsyn.',
    position     UInt8                  COMMENT 'Order in lists.',
    title_sv     String                 COMMENT 'Purpose in words, Swedish.',
    title_en     String                 COMMENT 'Purpose in words, English.',
    is_active    Bool                   COMMENT 'May be chosen; a purpose that no longer may stays here for the log.',
    author       LowCardinality(String) COMMENT 'Login of who wrote the version.',
    created_date Date                   COMMENT 'Day on which the version was written.'
)
ENGINE = MergeTree
ORDER BY (purpose, version)
SETTINGS fsync_after_insert = 1
COMMENT 'Purposes of showing an identity (sv: ändamål) that the municipality has written.';
