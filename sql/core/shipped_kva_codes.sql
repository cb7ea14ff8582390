-- core.shipped_kva_codes: KVÅ codes with short terms that come with Framsyn.
-- Grain:    one row per code.
-- Keys:     kva_code.
-- Sources:  seeds/core.shipped_kva_codes.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: looked up by code.
CREATE TABLE IF NOT EXISTS core.shipped_kva_codes
(
    kva_code LowCardinality(String) COMMENT 'Action by KVÅ, five characters.',
    kva_kind LowCardinality(String) COMMENT 'assessment (sv: utredande), treatment (sv: behandlande), plan or additional.',
    term_sv  String                 COMMENT 'Short term, Swedish.',
    source   LowCardinality(String) COMMENT 'Where the term was seen.'
)
ENGINE = MergeTree
ORDER BY kva_code
COMMENT 'The KVÅ codes whose Swedish term was seen in a source; the full list is the authoritys workbook.';
