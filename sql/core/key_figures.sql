-- core.key_figures: Kolada key figures.
-- Grain:    one row per key figure, municipality, year and gender.
-- Keys:     kpi_code, municipality_code, year, gender_code.
-- Sources:  stg.key_figures.
-- Load:     replaced whole.
-- Access:   reference.
-- Sort key: looked up by key figure.
CREATE TABLE IF NOT EXISTS core.key_figures
(
    kpi_code          LowCardinality(String) COMMENT 'Kolada key figure, such as N21704.',
    municipality_code LowCardinality(String) COMMENT 'Municipality (sv: kommunkod).',
    year              UInt16                 COMMENT 'Year.',
    gender_code       LowCardinality(String) COMMENT 'T all, K women, M men.',
    value             Nullable(Float64)      COMMENT 'Value in the key figure''s own unit; NULL where Kolada has none.'
)
ENGINE = MergeTree
ORDER BY (kpi_code, municipality_code, year, gender_code)
COMMENT 'Kolada key figures.';

INSERT INTO core.key_figures
SELECT
    kpi_code,
    municipality_code,
    year,
    gender_code,
    value
FROM stg.key_figures;
