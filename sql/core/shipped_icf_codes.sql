-- core.shipped_icf_codes: IBIC/ICF categories with short terms that come with Framsyn.
-- Grain:    one row per category.
-- Keys:     icf_code.
-- Sources:  seeds/core.shipped_icf_codes.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: looked up by code.
CREATE TABLE IF NOT EXISTS core.shipped_icf_codes
(
    icf_code          LowCardinality(String) COMMENT 'IBIC/ICF category; letter A marks a Swedish addition.',
    life_area         LowCardinality(String) COMMENT 'Life area (sv: livsområde): chapter d1-d9, or b1 and e for additions.',
    life_area_name_sv LowCardinality(String) COMMENT 'Name of the life area, Swedish.',
    term_sv           String                 COMMENT 'Short term, Swedish; ICF is © WHO, translation Socialstyrelsen.'
)
ENGINE = MergeTree
ORDER BY icf_code
COMMENT 'IBIC/ICF categories; from a public list of 67 categories used in IBIC, year unknown.';
