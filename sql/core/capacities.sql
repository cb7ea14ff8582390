-- core.capacities: available staff hours and their cost.
-- Grain:    one row per area, month and profession.
-- Keys:     area_id, month, profession.
-- Sources:  stg.capacities.
-- Load:     replaced whole.
-- Access:   reference.
-- Sort key: read by area and month.
CREATE TABLE IF NOT EXISTS core.capacities
(
    area_id        LowCardinality(String) COMMENT 'Area -> core.areas.area_id.',
    month          Date                   COMMENT 'Month, its first day.',
    profession     LowCardinality(String) COMMENT 'assistant_nurse, nurse, occupational_therapist or physical_therapist.',
    available_h    Float64                COMMENT 'Available working time, hours in the month.',
    cost_sek_per_h Decimal(9, 2)          COMMENT 'Cost of one working hour, SEK.',
    vacant_fte     Nullable(Float64)      COMMENT 'Vacant positions (sv: vakanser), full-time equivalents; NULL where not stated.'
)
ENGINE = MergeTree
ORDER BY (area_id, month, profession)
COMMENT 'Available staff hours and their cost.';

INSERT INTO core.capacities
SELECT
    area_code AS area_id,
    month,
    profession_code AS profession,
    available_h,
    cost_sek_per_h,
    vacant_fte
FROM stg.capacities;
