-- mart.client_needs: which needs make up the time of each client now.
-- Grain:    one row per client, resource and part, by the newest run.
-- Keys:     client_id, resource, part, icf_code.
-- Sources:  core.icf_codes, model.client_need_parts, model.current_runs.
-- Load:     view.
-- Access:   person, health care.
-- Sort key: none.
-- The parts of a client and resource add up to what is recorded in mart.client_months: checks/client_needs_add_up.sql. A part is what clients with
-- this need get more than those without it, all else alike; it is no record of minutes spent on it.
CREATE VIEW IF NOT EXISTS mart.client_needs
(
    client_id             UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    month                 Date                   COMMENT 'Month whose time is made up, its first day: the newest one delivered.',
    area_id               LowCardinality(String) COMMENT 'Home-care area in the month -> core.areas.area_id; empty where unknown.',
    resource              LowCardinality(String) COMMENT 'home_care_granted, home_care_performed, nurse, occupational_therapy or physical_therapy.',
    profession            LowCardinality(String) COMMENT 'Whose time it is: assistant_nurse, nurse, occupational_therapist or physical_therapist.',
    part                  LowCardinality(String) COMMENT 'need, base (what nurses and therapists do whatever the needs), habit (what area and officer add or take away) or remainder (what is not explained).',
    icf_code              LowCardinality(String) COMMENT 'Category of a need -> core.icf_codes.icf_code; empty for all other parts.',
    term_sv               String                 COMMENT 'Short term of the category, Swedish; empty for all other parts.',
    limitation            Nullable(UInt8)        COMMENT 'Its assessed limitation, 0-4; NULL where not specified, and for all other parts.',
    minutes_per_week      Float64                COMMENT 'Minutes per week of the part, of a need in practice; the parts of a client and resource add up to what is recorded.',
    low_minutes_per_week  Nullable(Float64)      COMMENT 'Lower end of its 95 % interval; NULL for habit and remainder.',
    high_minutes_per_week Nullable(Float64)      COMMENT 'Upper end of that interval.',
    norm_minutes_per_week Float64                COMMENT 'By the norm, minutes per week; 0 for all other parts.',
    n_clients             UInt32                 COMMENT 'Clients that practice rests on; 0 for habit and remainder.',
    is_assessed           Bool                   COMMENT 'The client lives at home and has an assessment; of others all time is remainder.'
)
AS
SELECT
    parts.client_id AS client_id,
    parts.month AS month,
    parts.area_id AS area_id,
    parts.resource AS resource,
    parts.profession AS profession,
    parts.part AS part,
    parts.icf_code AS icf_code,
    ifNull(codes.term_sv, '') AS term_sv,
    parts.limitation AS limitation,
    parts.minutes_per_week AS minutes_per_week,
    parts.low_minutes_per_week AS low_minutes_per_week,
    parts.high_minutes_per_week AS high_minutes_per_week,
    parts.norm_minutes_per_week AS norm_minutes_per_week,
    parts.n_clients AS n_clients,
    parts.is_assessed AS is_assessed
FROM model.client_need_parts AS parts
LEFT JOIN core.icf_codes AS codes ON parts.icf_code = codes.icf_code
WHERE parts.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'need');
