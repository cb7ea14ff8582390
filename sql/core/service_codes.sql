-- core.service_codes: kinds of service, decided and visited.
-- Grain:    one row per kind of service.
-- Keys:     service_code.
-- Sources:  seeds/core.service_codes.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: looked up by code.
CREATE TABLE IF NOT EXISTS core.service_codes
(
    service_code LowCardinality(String) COMMENT 'Kind of service.',
    code_kind    LowCardinality(String) COMMENT 'decision (what a decision concerns), visit (what a visit is), or both.',
    resource     LowCardinality(String) COMMENT 'Resource it uses: home_care, nurse, rehab, delegated, alarm and so on.',
    name_sv      String                 COMMENT 'Name, Swedish.',
    name_en      String                 COMMENT 'Name, English.',
    has_hours    Bool                   COMMENT 'Measured in time.'
)
ENGINE = MergeTree
ORDER BY service_code
COMMENT 'Kinds of service; Framsyns own list, which the contracts map the municipalitys codes to.';
