-- core.need_norm_examples: examples of norm times for needs.
-- Grain:    one row per category, profession and kind of household.
-- Keys:     icf_code, profession, household_kind.
-- Sources:  seeds/core.need_norm_examples.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: looked up by profession and category.
CREATE TABLE IF NOT EXISTS core.need_norm_examples
(
    icf_code           LowCardinality(String) COMMENT 'IBIC/ICF category -> core.icf_codes.icf_code.',
    profession         LowCardinality(String) COMMENT 'assistant_nurse, nurse, occupational_therapist or physical_therapist.',
    household_kind     LowCardinality(String) COMMENT 'single, shared, or empty where the norm is for both.',
    minutes_per_week_1 Float64                COMMENT 'Norm time at slight limitation, minutes per week; none at limitation 0.',
    minutes_per_week_2 Float64                COMMENT 'Norm time at moderate limitation, minutes per week.',
    minutes_per_week_3 Float64                COMMENT 'Norm time at severe limitation, minutes per week.',
    minutes_per_week_4 Float64                COMMENT 'Norm time at total limitation, minutes per week.',
    reason             String                 COMMENT 'What the example supposes.'
)
ENGINE = MergeTree
ORDER BY (profession, icf_code, household_kind)
COMMENT 'Examples of norm times, round figures of the kind that municipal guidelines have; chosen for Framsyn, no municipality''s and no authority''s.';
