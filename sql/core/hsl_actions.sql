-- core.hsl_actions: health-care actions by licensed staff.
-- Grain:    one row per action.
-- Keys:     action_id.
-- Sources:  stg.hsl_actions, core.profession_codes.
-- Load:     replaced by month.
-- Access:   person, health care.
-- Sort key: read by client and day.
CREATE TABLE IF NOT EXISTS core.hsl_actions
(
    action_id      UInt64                 COMMENT 'Hash of month, client and row.',
    client_id      UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    performed_date Date                   COMMENT 'Day of the action.',
    kva_code       LowCardinality(String) COMMENT 'Action by KVÅ -> core.kva_codes.kva_code; codes outside that list occur.',
    profession     LowCardinality(String) COMMENT 'Licensed profession: ssk (nurse), at (occupational therapist), ft (physical therapist) and so on.',
    resource       LowCardinality(String) COMMENT 'Resource that the profession belongs to: nurse, rehab or other.',
    is_delegated   Bool                   COMMENT 'Done by home-care staff on delegation.',
    duration_min   Nullable(UInt16)       COMMENT 'Duration, minutes; NULL where not delivered.',
    known_date     Date                   COMMENT 'First day on which the action was known as it stands here.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(performed_date)
ORDER BY (client_id, performed_date, action_id)
COMMENT 'One row per health-care action (sv: HSL-åtgärd).';

INSERT INTO core.hsl_actions
SELECT
    cityHash64(month, client_id, row_key) AS action_id,
    client_id,
    performed_date,
    kva_code,
    ifNull(professions.profession, 'other') AS profession,
    ifNull(professions.resource, 'other') AS resource,
    is_delegated,
    duration_min,
    known_date
FROM stg.hsl_actions AS actions
LEFT JOIN core.profession_codes AS professions ON actions.profession_code = professions.profession_code
WHERE month BETWEEN {from_month:Date} AND {to_month:Date}
SETTINGS join_use_nulls = 1;
