-- core.not_followed_reasons: why a proposal was not followed, to choose from.
-- Grain:    one row per reason.
-- Keys:     reason.
-- Sources:  seeds/core.not_followed_reasons.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: looked up by reason.
-- The list is the municipality's to change; a reason that decisions name should stay. Whoever decides adds words of his own where they are needed.
CREATE TABLE IF NOT EXISTS core.not_followed_reasons
(
    position      UInt8                  COMMENT 'Order on pages.',
    reason        LowCardinality(String) COMMENT 'Reason -> core.intervention_ledger.reason.',
    title_sv      String                 COMMENT 'The reason in words, Swedish.',
    title_en      String                 COMMENT 'The reason in words, English.',
    is_of_score   Bool                   COMMENT 'It says that the estimate is wrong, not that the intervention does not suit: feedback on the model.',
    needs_words   Bool                   COMMENT 'It says nothing without words of its own.'
)
ENGINE = MergeTree
ORDER BY reason
COMMENT 'Why a proposal was not followed, to choose from.';
