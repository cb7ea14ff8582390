-- model.need_factors: what practice depends on beside needs.
-- Grain:    one row per as-of date, resource, kind of factor and level.
-- Keys:     as_of_date, resource, kind, level_id.
-- Sources:  the needs job.
-- Load:     appended by jobs.
-- Access:   model.
-- Sort key: read by resource; the job replaces a resource's partition.
CREATE TABLE IF NOT EXISTS model.need_factors
(
    as_of_date Date                   COMMENT 'Day as of which practice was measured.',
    resource   LowCardinality(String) COMMENT 'home_care_granted, home_care_performed, nurse, occupational_therapy or physical_therapy.',
    kind       LowCardinality(String) COMMENT 'practice (all minutes over the norm''s; home care only), circumstance (such as a shared household), area or officer.',
    level_id   String                 COMMENT 'Which circumstance, area or officer (pseudonym); empty for practice.',
    ratio      Nullable(Float64)      COMMENT 'Factor on minutes; of areas and officers against the average one, drawn to 1; NULL where not shown.',
    ratio_low  Nullable(Float64)      COMMENT 'Lower end of its 95 % interval.',
    ratio_high Nullable(Float64)      COMMENT 'Upper end of that interval.',
    norm_ratio Nullable(Float64)      COMMENT 'Factor by the norm; circumstances only.',
    n_rows     UInt32                 COMMENT 'Decisions, or stretches of months under one assessment, behind it.',
    n_clients  UInt32                 COMMENT 'Clients behind it.',
    is_shown   Bool                   COMMENT 'Clients enough (10) to be shown.',
    run_id     UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY (resource, as_of_date)
ORDER BY (resource, kind, level_id)
COMMENT 'Factors on the minutes that needs get: practice over norm, circumstances, areas and officers.';
