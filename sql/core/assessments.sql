-- core.assessments: needs assessed by IBIC.
-- Grain:    one row per client, day and IBIC/ICF category.
-- Keys:     client_id, assessed_date, icf_code.
-- Sources:  stg.assessments.
-- Load:     replaced by month.
-- Access:   person.
-- Sort key: read by client and category, newest last.
CREATE TABLE IF NOT EXISTS core.assessments
(
    client_id               UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    assessed_date           Date                   COMMENT 'Day of the assessment.',
    life_area               LowCardinality(String) COMMENT 'Life area (sv: livsområde): ICF chapter d1-d9, or b1 and e for the IBIC additions.',
    icf_code                LowCardinality(String) COMMENT 'IBIC/ICF category -> core.icf_codes.icf_code.',
    limitation              Nullable(UInt8)        COMMENT 'Assessed limitation (sv: begränsning), 0 none to 4 total; NULL for 8 not specified and 9 not applicable.',
    limitation_source_value LowCardinality(String) COMMENT 'Limitation as received.',
    goal_kind               LowCardinality(String) COMMENT 'Goal (sv: mål): keep, improve, compensate or empty.',
    goal_limitation         Nullable(UInt8)        COMMENT 'Intended limitation, 0-4; NULL where no goal was set.',
    wording                 String                 COMMENT 'Wording as received; identity numbers in it are masked.',
    officer_id              UInt64                 COMMENT 'Pseudonym of the officer who assessed; 0 where not delivered.',
    known_date              Date                   COMMENT 'First day on which the assessment was known as it stands here.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(assessed_date)
ORDER BY (client_id, icf_code, assessed_date)
COMMENT 'One row per assessed need (sv: behov) by IBIC.';

INSERT INTO core.assessments
SELECT
    client_id,
    assessed_date,
    life_area,
    icf_code,
    limitation,
    limitation_source_value,
    goal_kind,
    goal_limitation,
    wording,
    officer_id,
    known_date
FROM stg.assessments
WHERE month BETWEEN {from_month:Date} AND {to_month:Date};
