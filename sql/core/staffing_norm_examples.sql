-- core.staffing_norm_examples: examples of how working time is used.
-- Grain:    one row per profession.
-- Keys:     profession.
-- Sources:  seeds/core.staffing_norm_examples.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: looked up by profession.
CREATE TABLE IF NOT EXISTS core.staffing_norm_examples
(
    profession       LowCardinality(String) COMMENT 'assistant_nurse, nurse, occupational_therapist or physical_therapist.',
    paid_h_per_month Float64                COMMENT 'Paid hours in a month of one full-time employee.',
    absence_share    Float64                COMMENT 'Share of the paid hours that is absence (sv: frånvaro), such as holidays, illness and parental leave.',
    travel_share     Float64                COMMENT 'Share of the hours at work that is travel (sv: restid).',
    client_share     Float64                COMMENT 'Share of the hours at work without travel that is with clients (sv: brukartid).',
    reason           String                 COMMENT 'What the example supposes.'
)
ENGINE = MergeTree
ORDER BY profession
COMMENT 'Examples of how working time is used, in round figures; chosen for Framsyn, for a municipality to replace by its own.';
