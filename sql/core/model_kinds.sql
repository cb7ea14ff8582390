-- core.model_kinds: the kinds of models, and how each is audited.
-- Grain:    one row per model.
-- Keys:     model; position.
-- Sources:  seeds/core.model_kinds.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: looked up by model.
CREATE TABLE IF NOT EXISTS core.model_kinds
(
    model            LowCardinality(String) COMMENT 'Model -> model.runs.model.',
    position         UInt8                  COMMENT 'Place in lists, from 1.',
    is_about_persons Bool                   COMMENT 'It says something of single persons: its runs wait for a person where approval is manual. Others are sums and descriptions, and are approved by themselves.',
    is_audited       Bool                   COMMENT 'Its runs are audited against core.audit_limits.',
    title_sv         String                 COMMENT 'Name, Swedish.',
    title_en         String                 COMMENT 'Name, English.',
    audit_sv         String                 COMMENT 'How it is audited, or why not, Swedish.',
    audit_en         String                 COMMENT 'The same, English.'
)
ENGINE = MergeTree
ORDER BY model
COMMENT 'Kinds of models, and how each is audited.';
