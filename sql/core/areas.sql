-- core.areas: areas and units.
-- Grain:    one row per area.
-- Keys:     area_id.
-- Sources:  stg.areas.
-- Load:     replaced whole.
-- Access:   reference.
-- Sort key: looked up by area.
CREATE TABLE IF NOT EXISTS core.areas
(
    area_id        LowCardinality(String) COMMENT 'Area.',
    area_name      String                 COMMENT 'Name.',
    parent_area_id LowCardinality(String) COMMENT 'Area above it; empty for the municipality.',
    kind           LowCardinality(String) COMMENT 'municipality, area or unit.'
)
ENGINE = MergeTree
ORDER BY area_id
COMMENT 'Areas and units.';

INSERT INTO core.areas
SELECT
    area_code AS area_id,
    area_name,
    parent_area_code AS parent_area_id,
    area_kind AS kind
FROM stg.areas;
