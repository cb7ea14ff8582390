-- core.shipped_purposes: purposes of showing an identity that come with Framsyn.
-- Grain:    one row per purpose.
-- Keys:     purpose.
-- Sources:  seeds/core.shipped_purposes.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: looked up by purpose.
-- They were chosen for Framsyn; which purposes are lawful is for the municipality to decide, in core.purpose_versions.
CREATE TABLE IF NOT EXISTS core.shipped_purposes
(
    purpose      LowCardinality(String) COMMENT 'Purpose (sv: ändamål), as a code.',
    position     UInt8                  COMMENT 'Order in lists.',
    title_sv     String                 COMMENT 'Purpose in words, Swedish.',
    title_en     String                 COMMENT 'Purpose in words, English.',
    created_date Date                   COMMENT 'Day on which it was written.'
)
ENGINE = MergeTree
ORDER BY purpose
COMMENT 'Purposes of showing an identity (sv: ändamål) that come with Framsyn.';
