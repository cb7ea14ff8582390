-- core.card_labels: names of what model cards hold.
-- Grain:    one row per kind and code.
-- Keys:     kind, code.
-- Sources:  seeds/core.card_labels.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: looked up by kind and code.
CREATE TABLE IF NOT EXISTS core.card_labels
(
    kind       LowCardinality(String) COMMENT 'section, item, metric, grouping, group, verdict, state, alert, split, target, resource, level or check.',
    code       LowCardinality(String) COMMENT 'Code, as it stands in the tables of model.',
    position   UInt8                  COMMENT 'Place in lists, from 1.',
    title_sv   String                 COMMENT 'Name, Swedish.',
    title_en   String                 COMMENT 'Name, English.',
    unit       LowCardinality(String) COMMENT 'Unit of a metric: share, h (hours a month), months, persons, rows, comparisons; empty for a pure number.',
    meaning_sv String                 COMMENT 'How to read it, Swedish; empty where the name says it.',
    meaning_en String                 COMMENT 'How to read it, English.'
)
ENGINE = MergeTree
ORDER BY (kind, code)
COMMENT 'Names of sections, metrics, groups, states and whatever else model cards hold.';
