-- core.profession_codes: licensed professions of the KHSL register.
-- Grain:    one row per profession code.
-- Keys:     profession_code.
-- Sources:  seeds/core.profession_codes.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: looked up by code.
CREATE TABLE IF NOT EXISTS core.profession_codes
(
    profession_code LowCardinality(String) COMMENT 'Profession (sv: yrkeskod), XS9xx.',
    profession      LowCardinality(String) COMMENT 'Short name, such as ssk (nurse), at (occupational therapist), ft (physical therapist).',
    resource        LowCardinality(String) COMMENT 'Resource that the profession belongs to: nurse, rehab or other.',
    name_sv         String                 COMMENT 'Name, Swedish.',
    name_en         String                 COMMENT 'Name, English.'
)
ENGINE = MergeTree
ORDER BY profession_code
COMMENT 'Licensed professions of the KHSL register, as listed by Socialstyrelsen for file deliveries.';
