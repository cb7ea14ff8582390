-- core.icf_codes: IBIC/ICF categories with short terms: those imported, and those that come with Framsyn.
-- Grain:    one row per category.
-- Keys:     icf_code.
-- Sources:  core.code_imports, core.shipped_icf_codes.
-- Load:     view.
-- Access:   reference.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS core.icf_codes
(
    icf_code          String                 COMMENT 'IBIC/ICF category; letter A marks a Swedish addition.',
    life_area         String                 COMMENT 'Life area (sv: livsområde): chapter d1-d9, b1-b8 and s1-s8, or e.',
    life_area_name_sv String                 COMMENT 'Name of the life area, Swedish; empty where it is not in IBIC.',
    term_sv           String                 COMMENT 'Short term, Swedish; ICF is © WHO, translation Socialstyrelsen.',
    source            String                 COMMENT 'The imported file; framsyn for a category that comes with it.',
    imported_date     Nullable(Date)         COMMENT 'Day of the import; NULL for a category that comes with Framsyn.'
)
AS
-- One row per category: its newest import, else as it comes with Framsyn.
WITH codes AS
(
    SELECT code AS icf_code, imports.term_sv AS term_sv, imports.source AS source, toDate(imports.imported_at, 'Europe/Stockholm') AS imported_date
    FROM core.code_imports AS imports
    WHERE code_list = 'icf'
    ORDER BY imports.imported_at DESC
    LIMIT 1 BY icf_code
    UNION ALL
    SELECT shipped.icf_code AS icf_code, shipped.term_sv AS term_sv, 'framsyn' AS source, NULL AS imported_date
    FROM core.shipped_icf_codes AS shipped
    WHERE shipped.icf_code NOT IN (SELECT imports.code FROM core.code_imports AS imports WHERE imports.code_list = 'icf')
),
-- One row per life area of IBIC.
areas AS
(
    SELECT DISTINCT life_area, life_area_name_sv
    FROM core.shipped_icf_codes
)
SELECT
    codes.icf_code AS icf_code,
    if(startsWith(icf_code, 'e'), 'e', substring(icf_code, 1, 2)) AS life_area,
    ifNull(areas.life_area_name_sv, '') AS life_area_name_sv,
    codes.term_sv AS term_sv,
    codes.source AS source,
    codes.imported_date AS imported_date
FROM codes
LEFT JOIN areas ON life_area = areas.life_area
SETTINGS join_use_nulls = 1;
