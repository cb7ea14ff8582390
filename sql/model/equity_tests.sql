-- model.equity_tests: tests that place and person make no difference.
-- Grain:    one row per as-of date and test.
-- Keys:     as_of_date, test.
-- Sources:  the equity job.
-- Load:     appended by jobs.
-- Access:   aggregate.
-- Sort key: the job replaces its partition.
CREATE TABLE IF NOT EXISTS model.equity_tests
(
    as_of_date Date                   COMMENT 'Day as of which decisions were compared.',
    test       LowCardinality(String) COMMENT 'area, officer or any: what is supposed to make no difference.',
    statistic  Float64                COMMENT 'Restricted likelihood ratio, twice its logarithm.',
    p_value    Float64                COMMENT 'Chance of so much or more when it makes no difference; on the safe side with few groups.',
    run_id     UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY as_of_date
ORDER BY test
COMMENT 'Tests that areas and officers grant the same hours at the same need.';
