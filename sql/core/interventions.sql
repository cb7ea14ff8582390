-- core.interventions: preventive interventions.
-- Grain:    one row per intervention.
-- Keys:     intervention_id.
-- Sources:  stg.interventions.
-- Load:     replaced whole.
-- Access:   person.
-- Sort key: read by client.
CREATE TABLE IF NOT EXISTS core.interventions
(
    intervention_id             UInt64                 COMMENT 'Hash of client and the municipality''s own number.',
    client_id                   UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    intervention_code           String                 COMMENT 'The municipality''s own number of the intervention.',
    kind                        LowCardinality(String) COMMENT 'Kind, such as rehabilitation, training, home_adaptation.',
    started_date                Date                   COMMENT 'First day.',
    ended_date                  Nullable(Date)         COMMENT 'First day after it; NULL while it goes on.',
    selection_id                String                 COMMENT 'Selection (sv: urval) it came from; empty where none.',
    believed_change_h_per_month Nullable(Float64)      COMMENT 'Believed change of home-care hours per month when it was decided, negative = fewer; NULL where not stated.',
    result_kind                 LowCardinality(String) COMMENT 'Result as judged by the team: good, partial, none or empty.',
    known_date                  Date                   COMMENT 'First day on which the intervention was known as it stands here.'
)
ENGINE = MergeTree
ORDER BY (client_id, started_date, intervention_id)
COMMENT 'One row per preventive intervention (sv: förebyggande insats).';

INSERT INTO core.interventions
SELECT
    cityHash64(client_id, intervention_code) AS intervention_id,
    client_id,
    intervention_code,
    intervention_kind AS kind,
    started_date,
    ended_date,
    selection_code AS selection_id,
    believed_change_h_per_month,
    result_kind,
    known_date
FROM stg.interventions;
