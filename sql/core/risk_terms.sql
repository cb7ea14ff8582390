-- core.risk_terms: the terms of the risk models, with their names.
-- Grain:    one row per term.
-- Keys:     term; position.
-- Sources:  seeds/core.risk_terms.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: read whole, in the order of mart.risk_features.
-- What a term holds is the comment of its column in mart.risk_features; here is what a plot and a list of reasons need beside it.
CREATE TABLE IF NOT EXISTS core.risk_terms
(
    position   UInt8                  COMMENT 'Place among the terms of mart.risk_features, from 1.',
    term       LowCardinality(String) COMMENT 'Term: a column of mart.risk_features.',
    family     LowCardinality(String) COMMENT 'Kin terms: their contributions are added and shown as one reason, with the sentence of the largest. Kin are terms that are computed from the same rows and tell the same: all changes of hours over one course of hours, all limitations (the total and the count of severe ones are sums over the same assessments as the life areas), hours and counts of health care, missed visits and performed share. What a leader would act on differently stays apart: rehabilitation from other health care, a change of limitation from its level.',
    unit_sv    LowCardinality(String) COMMENT 'Unit for an axis, Swedish.',
    unit_en    LowCardinality(String) COMMENT 'Unit for an axis, English.',
    title_sv   String                 COMMENT 'Short name for a plot, Swedish.',
    title_en   String                 COMMENT 'Short name for a plot, English.',
    monotone   Int8                   COMMENT 'For the target need_doubled: +1 where the estimate may only rise with the term, -1 only fall, 0 free. Only where the field is certain: alarm responses, which are falls and worry at home. The others are free, also age, hours and limitations: special housing and death compete, and an increase that was just granted lowers the chance of the next.',
    applies_to LowCardinality(String) COMMENT 'home_care, health_care or both: whose model the term is for. Terms of home care that goes on say nothing of those with health care only.'
)
ENGINE = MergeTree
ORDER BY position
COMMENT 'Terms of the risk models: family, unit and names.';
