-- core.shipped_audit_limits: limits of the bias audit that come with Framsyn.
-- Grain:    one row per measure and grouping.
-- Keys:     measure, group_name.
-- Sources:  seeds/core.shipped_audit_limits.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: looked up by measure.
CREATE TABLE IF NOT EXISTS core.shipped_audit_limits
(
    measure    LowCardinality(String) COMMENT 'Measure -> core.audit_limits.measure.',
    group_name LowCardinality(String) COMMENT 'Grouping -> core.audit_limits.group_name.',
    lowest     Nullable(Float64)      COMMENT 'Lowest value that is within; NULL for none.',
    highest    Nullable(Float64)      COMMENT 'Highest value that is within; NULL for none.',
    why_sv     String                 COMMENT 'Why the limit is so, Swedish.',
    why_en     String                 COMMENT 'Why the limit is so, English.'
)
ENGINE = MergeTree
ORDER BY (measure, group_name)
COMMENT 'Limits of the bias audit that come with Framsyn; chosen, not law.';
