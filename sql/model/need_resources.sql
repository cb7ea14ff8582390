-- model.need_resources: what assessed needs take, by the norm and in practice.
-- Grain:    one row per as-of date, resource, IBIC category and limitation.
-- Keys:     as_of_date, resource, icf_code, limitation.
-- Sources:  the needs job.
-- Load:     appended by jobs.
-- Access:   model.
-- Sort key: read by resource and category; the job replaces a resource's partition.
CREATE TABLE IF NOT EXISTS model.need_resources
(
    as_of_date              Date                   COMMENT 'Day as of which practice was measured.',
    resource                LowCardinality(String) COMMENT 'home_care_granted, home_care_performed, nurse, occupational_therapy or physical_therapy.',
    profession              LowCardinality(String) COMMENT 'Whose time it is: assistant_nurse, nurse, occupational_therapist or physical_therapist.',
    icf_code                LowCardinality(String) COMMENT 'IBIC/ICF category -> core.icf_codes.icf_code; empty, at limitation 0, for what nurses and therapists do whatever the needs.',
    limitation              UInt8                  COMMENT 'Assessed limitation (sv: begränsning), 0 none to 4 total.',
    norm_minutes_per_week   Float64                COMMENT 'By core.need_norms for one who lives alone, minutes per week; 0 where there is no norm.',
    fitted_minutes_per_week Float64                COMMENT 'In practice at average officer and area for one who lives alone, minutes per week.',
    low_minutes_per_week    Float64                COMMENT 'Lower end of its 95 % interval.',
    high_minutes_per_week   Float64                COMMENT 'Upper end of that interval.',
    n_clients               UInt32                 COMMENT 'Clients with the need at this limitation that practice rests on; with few, it is drawn to the norm.',
    is_norm_example         Bool                   COMMENT 'The norm is an example, not the municipality''s own.',
    run_id                  UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY (resource, as_of_date)
ORDER BY (resource, icf_code, limitation)
COMMENT 'Minutes per week that assessed needs (sv: behov) take: norm and practice, by IBIC category, limitation and resource.';
