-- core.risk_targets: what risks are of.
-- Grain:    one row per target.
-- Keys:     target.
-- Sources:  seeds/core.risk_targets.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: looked up by target.
CREATE TABLE IF NOT EXISTS core.risk_targets
(
    target      LowCardinality(String) COMMENT 'Target -> model.risk_scores.target.',
    run_target  LowCardinality(String) COMMENT 'Run that holds it -> model.runs.target: outcomes that compete are one model.',
    class       LowCardinality(String) COMMENT 'Outcome in that model -> model.terms.class.',
    population  Enum8('home_care' = 1, 'health_care' = 2, 'both' = 3)COMMENT 'Whom it is for: those with home care, with health care only, or both; function_decline for those of them whose mobility or self-care is assessed and not totally limited.',
    object      LowCardinality(String) COMMENT 'SQL object that defines the outcome.',
    is_shown    Bool                   COMMENT 'Shown on pages; others are there for analysts and for sums.',
    title_sv    String                 COMMENT 'What it is a risk of, Swedish.',
    title_en    String                 COMMENT 'What it is a risk of, English.'
)
ENGINE = MergeTree
ORDER BY target
COMMENT 'What risks are of, and which run and class hold each.';
