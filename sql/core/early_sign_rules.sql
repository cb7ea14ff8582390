-- core.early_sign_rules: early signs of cognitive decline, with points.
-- Grain:    one row per sign and level.
-- Keys:     sign_id, amount_from.
-- Sources:  seeds/core.early_sign_rules.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: looked up by sign, lowest level first.
CREATE TABLE IF NOT EXISTS core.early_sign_rules
(
    sign_id         LowCardinality(String)        COMMENT 'Sign.',
    measure         LowCardinality(String)        COMMENT 'What is measured: limitation_sum (newest limitations, together), count (visits or actions in the look-back), new_count (the same, where there were none in the 12 months before it), not_home_percent (of planned visits in the look-back, per cent at which the client was not home; from 8 planned visits and 2 missed) or not_home_rise (that per cent, in units above that of the 12 months before the look-back; from 8 planned visits in both).',
    codes           Array(LowCardinality(String)) COMMENT 'Codes that are measured begin with one of these: icf:…, kva:… or visit:….',
    lookback_months UInt8                         COMMENT 'How far back to look, months, the month itself included; at most 24.',
    amount_from     UInt16                        COMMENT 'Least amount of the level.',
    points          UInt8                         COMMENT 'Points of the level; of a sign the highest level that is reached counts.',
    sentence_sv     String                        COMMENT 'Sentence, Swedish; {amount}, {visits} and {months} stand for the amount, the planned visits and the look-back.',
    sentence_en     String                        COMMENT 'Sentence, English.',
    reason_sv       String                        COMMENT 'Why it is a sign and where the points are from, Swedish.',
    reason_en       String                        COMMENT 'Why it is a sign and where the points are from, English.'
)
ENGINE = MergeTree
ORDER BY (sign_id, amount_from)
COMMENT 'Early signs of cognitive decline and their points; chosen by one made-up municipality, for a municipality to judge (docs/models/categories.md).';
