-- model.approval_settings: who approves runs.
-- Grain:    one row per change; rows are never changed.
-- Keys:     set_at.
-- Load:     appended by framsyn model approval.
-- Access:   model.
-- Sort key: read whole.
-- The newest row counts; automatic where there is none.
CREATE TABLE IF NOT EXISTS model.approval_settings
(
    mode   Enum8('automatic' = 0, 'manual' = 1) COMMENT 'automatic: a run whose bias audit has not failed is approved by itself; manual: a run that says something of single persons (core.model_kinds.is_about_persons) waits for a person.',
    set_by String                               COMMENT 'Who set it.',
    why    String                               COMMENT 'Why.',
    set_at DateTime64(6, 'UTC')                 COMMENT 'When.'
)
ENGINE = MergeTree
ORDER BY set_at
COMMENT 'Who approves runs: the limits by themselves, or a person; only ever added to.';
