-- core.delivered_months: months for which each source has been delivered.
-- Grain:    one row per source and month.
-- Keys:     source, month.
-- Sources:  raw.sol_decisions, raw.hsl_clients, raw.hsl_actions, raw.visits, ops.current_batches.
-- Load:     replaced whole.
-- Sort key: looked up by source and month.
CREATE TABLE IF NOT EXISTS core.delivered_months
(
    source     LowCardinality(String) COMMENT 'sol_ongoing, sol_changed, hsl_clients, hsl_actions or visits.',
    month      Date                   COMMENT 'Month, its first day.',
    n_rows     UInt64                 COMMENT 'Rows in current batches, versions of the same row counted apart.',
    known_date Date                   COMMENT 'First day on which some row of the month was known.'
)
ENGINE = MergeTree
ORDER BY (source, month)
COMMENT 'Months for which each source has been delivered.';

INSERT INTO core.delivered_months
SELECT
    if(register_part = 'ongoing', 'sol_ongoing', 'sol_changed') AS source,
    month,
    count() AS n_rows,
    min(known_date) AS known_date
FROM raw.sol_decisions
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
GROUP BY source, month
UNION ALL
SELECT
    'hsl_clients' AS source,
    month,
    count() AS n_rows,
    min(known_date) AS known_date
FROM raw.hsl_clients
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
GROUP BY month
UNION ALL
SELECT
    'hsl_actions' AS source,
    month,
    count() AS n_rows,
    min(known_date) AS known_date
FROM raw.hsl_actions
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
GROUP BY month
UNION ALL
SELECT
    'visits' AS source,
    month,
    count() AS n_rows,
    min(known_date) AS known_date
FROM raw.visits
WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)
GROUP BY month;
