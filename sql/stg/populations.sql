-- stg.populations: population by area, year, sex and age, latest delivery.
-- Grain:    one row per area, year, sex, age and whether it is a projection.
-- Keys:     area_code, year, sex, age_years, is_projection.
-- Sources:  raw.populations, ops.current_batches, ops.load_batches.
-- Load:     view.
-- Access:   delivery.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS stg.populations
(
    month         Date                               COMMENT 'January of the year, its first day.',
    area_code     LowCardinality(String)             COMMENT 'Area.',
    year          UInt16                             COMMENT 'Year; the population is that of 31 December.',
    sex           Enum8('unknown' = 0, 'female' = 1, 'male' = 2) COMMENT 'Sex (sv: kön).',
    age_years     UInt8                              COMMENT 'Age at the end of the year; 100 = 100 and over.',
    persons       Float64                            COMMENT 'Number of persons; a projection may have fractions.',
    is_projection Bool                               COMMENT 'A projection, not a count.',
    batch_id      UInt64                             COMMENT 'Delivery that brought the row -> ops.load_batches.batch_id; rows of a batch without a row there are not yet committed.',
    line_no       UInt32                             COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key       UInt64                             COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    known_date    Date                               COMMENT 'First day on which the row could be known as it stands here.'
)
AS
-- One row per committed version of a delivered row, with the first day on which that version was known.
WITH versions AS
(
    SELECT
        *,
        min(known_date) OVER (PARTITION BY month, client_id, row_key, row_hash) AS first_known_date
    FROM raw.populations
    WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
)
SELECT
    month,
    area_code,
    year,
    sex,
    age_years,
    persons,
    is_projection,
    batch_id,
    line_no,
    row_key,
    first_known_date AS known_date
FROM versions
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
ORDER BY month, client_id, row_key, versions.batch_id DESC, versions.line_no DESC
LIMIT 1 BY month, client_id, row_key;
