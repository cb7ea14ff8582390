-- core.selection_examples: examples of selections.
-- Grain:    one row per example.
-- Keys:     selection_id.
-- Sources:  seeds/core.selection_examples.csv.
-- Load:     seed.
-- Access:   reference.
-- Sort key: looked up by selection.
CREATE TABLE IF NOT EXISTS core.selection_examples
(
    selection_id LowCardinality(String) COMMENT 'Selection (sv: urval).',
    version      UInt32                 COMMENT 'Version, from 1; the newest counts.',
    name         String                 COMMENT 'Name.',
    theme        String                 COMMENT 'Theme (sv: tema).',
    goal         String                 COMMENT 'Goal (sv: mål).',
    description  String                 COMMENT 'What it selects, in words.',
    steps        String                 COMMENT 'Steps of the work (sv: steg).',
    why          String                 COMMENT 'Why it is worth doing.',
    purpose      String                 COMMENT 'Purpose of using the data (sv: ändamål).',
    author       LowCardinality(String) COMMENT 'Who made it: login, or framsyn for the examples.',
    created_date Date                   COMMENT 'Day on which the version was made.',
    expires_date Nullable(Date)         COMMENT 'Day from which it no longer may be used; NULL for the examples.',
    filter_sql   String                 COMMENT 'The filter itself: a condition on mart.candidates.',
    filter_json  String                 COMMENT 'The choices on the page that the condition was made of, as JSON; empty where it was written in SQL.'
)
ENGINE = MergeTree
ORDER BY (selection_id, version)
COMMENT 'Examples of selections, after those of the City of Helsingborg.';
