-- core.kva_codes: KVÅ codes with short terms: those imported, and those that come with Framsyn.
-- Grain:    one row per code.
-- Keys:     kva_code.
-- Sources:  core.code_imports, core.shipped_kva_codes.
-- Load:     view.
-- Access:   reference.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS core.kva_codes
(
    kva_code      String                 COMMENT 'Action by KVÅ, five characters.',
    kva_kind      String                 COMMENT 'assessment (sv: utredande), treatment (sv: behandlande), plan or additional; of an imported code that Framsyn does not know by its first letter: A and P assessment, D and Q treatment, Z additional, else empty.',
    term_sv       String                 COMMENT 'Short term, Swedish.',
    source        String                 COMMENT 'Where the term was seen: the imported file, or a page.',
    imported_date Nullable(Date)         COMMENT 'Day of the import; NULL for a code that comes with Framsyn.'
)
AS
-- One row per code and place where it was seen, an import before what comes with Framsyn, the newest import first.
WITH codes AS
(
    SELECT code AS kva_code, '' AS kva_kind, imports.term_sv AS term_sv, imports.source AS source, toNullable(toDate(imports.imported_at, 'Europe/Stockholm')) AS imported_date, imports.imported_at AS seen_at
    FROM core.code_imports AS imports
    WHERE code_list = 'kva'
    UNION ALL
    SELECT shipped.kva_code AS kva_code, shipped.kva_kind AS kva_kind, shipped.term_sv AS term_sv, shipped.source AS source, NULL AS imported_date, toDateTime(0, 'UTC') AS seen_at
    FROM core.shipped_kva_codes AS shipped
)
SELECT
    kva_code,
    if(
        max(codes.kva_kind) != '',
        max(codes.kva_kind),
        transform(substring(kva_code, 1, 1), ['A', 'P', 'D', 'Q', 'Z'], ['assessment', 'assessment', 'treatment', 'treatment', 'additional'], '')) AS kva_kind,
    argMax(codes.term_sv, seen_at) AS term_sv,
    argMax(codes.source, seen_at) AS source,
    max(codes.imported_date) AS imported_date
FROM codes
GROUP BY kva_code;
