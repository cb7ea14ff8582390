-- model.equity_effects: granted hours at the same need, by area, officer, sex, age and year.
-- Grain:    one row per as-of date, kind and level.
-- Keys:     as_of_date, kind, level_id.
-- Sources:  the equity job.
-- Load:     appended by jobs.
-- Access:   aggregate.
-- Sort key: read by kind; the job replaces its partition.
-- Ranks are places in draws from what is known of all levels together: where nothing tells levels apart, their intervals span nearly all places.
CREATE TABLE IF NOT EXISTS model.equity_effects
(
    as_of_date   Date                   COMMENT 'Day as of which decisions were compared.',
    kind         LowCardinality(String) COMMENT 'area, officer, sex, age or year.',
    level_id     String                 COMMENT 'Area, officer (pseudonym), sex, band of ages or year; empty where unknown.',
    reference_id String                 COMMENT 'Level compared with, the most common one; empty for areas and officers, which are compared with the average decision.',
    n_decisions  UInt32                 COMMENT 'Decisions compared.',
    n_clients    UInt32                 COMMENT 'Clients behind them.',
    is_shown     Bool                   COMMENT 'Clients enough (10) to be shown; else the numbers are NULL.',
    ratio        Nullable(Float64)      COMMENT 'Granted hours over those compared with, at the same need; areas and officers are drawn to 1.',
    ratio_low    Nullable(Float64)      COMMENT 'Lower end of its 95 % interval.',
    ratio_high   Nullable(Float64)      COMMENT 'Upper end of that interval.',
    rank         Nullable(Float64)      COMMENT 'Median place, 1 for most hours; areas and officers only. Never to be shown without its interval.',
    rank_low     Nullable(UInt32)       COMMENT 'Lower end of its 95 % interval.',
    rank_high    Nullable(UInt32)       COMMENT 'Upper end of that interval.',
    standing     LowCardinality(String) COMMENT 'comparable (cannot be told from the average), above or below, all statements of a kind holding together at 95 %; empty for sex, age and year, and where not shown.',
    differs_from Array(String)          COMMENT 'Areas from which the area can be told apart; empty for all else.',
    run_id       UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY as_of_date
ORDER BY (kind, level_id)
COMMENT 'Granted hours at the same need, by area, officer, sex, age and year, with intervals (sv: likvärdighet).';
