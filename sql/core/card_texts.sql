-- core.card_texts: what a model card says in words: purpose, use, data, and known limits.
-- Grain:    one row per model, target, section and item.
-- Keys:     model, target, section, item.
-- Sources:  seeds/core.card_texts.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: read by model.
-- Each text says what a page of the documentation says at more length; what a run measures is never here.
CREATE TABLE IF NOT EXISTS core.card_texts
(
    model    LowCardinality(String) COMMENT 'Model -> core.model_kinds.model; * for all that say something of single persons or sums alike.',
    target   LowCardinality(String) COMMENT 'Target -> model.runs.target; empty for all of the model.',
    section  LowCardinality(String) COMMENT 'purpose, intended (use), excluded (use), oversight, data, exclusions, target, method, robustness or limits.',
    item     LowCardinality(String) COMMENT 'What it is about.',
    position UInt8                  COMMENT 'Place in the section.',
    text_sv  String                 COMMENT 'The text, Swedish.',
    text_en  String                 COMMENT 'The text, English.',
    source   LowCardinality(String) COMMENT 'Page of the documentation that says more.'
)
ENGINE = MergeTree
ORDER BY (model, target, section, item)
COMMENT 'What model cards say in words.';
