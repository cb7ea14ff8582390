-- core.populations: population by area, year, sex and age.
-- Grain:    one row per area, year, sex and single year of age: the count, or the projection where no count has come.
-- Keys:     area_id, year, sex, age_years.
-- Sources:  stg.populations.
-- Load:     replaced whole.
-- Access:   reference.
-- Sort key: read by area and year.
CREATE TABLE IF NOT EXISTS core.populations
(
    area_id       LowCardinality(String)                         COMMENT 'Area -> core.areas.area_id.',
    year          UInt16                                         COMMENT 'Year; the population is that of 31 December.',
    sex           Enum8('unknown' = 0, 'female' = 1, 'male' = 2) COMMENT 'Sex.',
    age_years     UInt8                                          COMMENT 'Age at the end of the year, years; 100 = 100 and over.',
    persons       Float64                                        COMMENT 'Number of persons; a projection may have fractions.',
    is_projection Bool                                           COMMENT 'A projection, not a count.'
)
ENGINE = MergeTree
ORDER BY (area_id, year, sex, age_years)
COMMENT 'Population by area, year, sex and single year of age.';

INSERT INTO core.populations
SELECT
    area_code AS area_id,
    year,
    sex,
    age_years,
    persons,
    is_projection
FROM stg.populations AS delivered
ORDER BY area_id, year, sex, age_years, is_projection, delivered.batch_id DESC, delivered.line_no DESC
LIMIT 1 BY area_id, year, sex, age_years;
