-- core.intervention_kinds: kinds of preventive interventions.
-- Grain:    one row per kind.
-- Keys:     kind.
-- Sources:  seeds/core.intervention_kinds.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: looked up by kind.
-- The list is the municipality's to change: a new kind is a row here and, if files bring it, a code in the contract of the source interventions. Kinds
-- that are delivered but not listed are followed up, too; they have no title and no potential. Weeks and whom it may suit are usual practice, not
-- rules: they were chosen for Framsyn and decide nothing. So were the 31 days of match_days: a start is planned to a week and reported by month.
CREATE TABLE IF NOT EXISTS core.intervention_kinds
(
    position       UInt8                  COMMENT 'Order on pages.',
    kind           LowCardinality(String) COMMENT 'Kind -> core.interventions.kind.',
    title_sv       String                 COMMENT 'Name, Swedish.',
    title_en       String                 COMMENT 'Name, English.',
    description_sv String                 COMMENT 'What is done, Swedish.',
    aim_sv         String                 COMMENT 'What it aims at, Swedish.',
    aim_code       LowCardinality(String) COMMENT 'What it aims at, as a code: function, environment, cognition, independence, activity, nutrition, medication or participation.',
    usual_weeks    UInt8                  COMMENT 'How long it usually goes on, weeks.',
    suits_sv       String                 COMMENT 'Whom it may suit, in words, Swedish; a person decides.',
    match_days     UInt8                  COMMENT 'How far apart, in days, a registered and a delivered start of a client may lie and still be the same intervention.'
)
ENGINE = MergeTree
ORDER BY kind
COMMENT 'Kinds of preventive interventions (sv: förebyggande insats); the list can be changed.';
