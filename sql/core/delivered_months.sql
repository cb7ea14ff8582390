-- core.delivered_months: months for which each source has been delivered whole.
-- Grain:    one row per source and month with a complete delivery; supplements alone do not make a month delivered.
-- Keys:     source, month.
-- Sources:  raw.sol_decisions, raw.hsl_clients, raw.hsl_actions, raw.visits, ops.current_batches, ops.load_batches.
-- Load:     replaced whole.
-- Access:   operation.
-- Sort key: looked up by source and month.
CREATE TABLE IF NOT EXISTS core.delivered_months
(
    source     LowCardinality(String) COMMENT 'sol_ongoing, sol_changed, hsl_clients, hsl_actions or visits.',
    month      Date                   COMMENT 'Month, its first day.',
    n_rows     UInt64                 COMMENT 'Rows in current batches, versions of the same row counted apart.',
    known_date Date                   COMMENT 'First day on which a complete delivery of the month was known, also one that has been superseded since.'
)
ENGINE = MergeTree
ORDER BY (source, month)
COMMENT 'Months for which each source has been delivered whole.';

INSERT INTO core.delivered_months
SELECT
    if(register_part = 'ongoing', 'sol_ongoing', 'sol_changed') AS source,
    month,
    countIf(batch_id IN (SELECT batch_id FROM ops.current_batches)) AS n_rows,
    minIf(delivered.known_date, batch_id IN (SELECT batch_id FROM ops.load_batches WHERE delivery = 'complete')) AS known_date
FROM raw.sol_decisions AS delivered
WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
GROUP BY source, month
HAVING countIf(
    batch_id IN (SELECT batch_id FROM ops.current_batches)
    AND batch_id IN (SELECT batch_id FROM ops.load_batches WHERE delivery = 'complete')) > 0
UNION ALL
SELECT
    'hsl_clients' AS source,
    month,
    countIf(batch_id IN (SELECT batch_id FROM ops.current_batches)) AS n_rows,
    minIf(delivered.known_date, batch_id IN (SELECT batch_id FROM ops.load_batches WHERE delivery = 'complete')) AS known_date
FROM raw.hsl_clients AS delivered
WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
GROUP BY month
HAVING countIf(
    batch_id IN (SELECT batch_id FROM ops.current_batches)
    AND batch_id IN (SELECT batch_id FROM ops.load_batches WHERE delivery = 'complete')) > 0
UNION ALL
SELECT
    'hsl_actions' AS source,
    month,
    countIf(batch_id IN (SELECT batch_id FROM ops.current_batches)) AS n_rows,
    minIf(delivered.known_date, batch_id IN (SELECT batch_id FROM ops.load_batches WHERE delivery = 'complete')) AS known_date
FROM raw.hsl_actions AS delivered
WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
GROUP BY month
HAVING countIf(
    batch_id IN (SELECT batch_id FROM ops.current_batches)
    AND batch_id IN (SELECT batch_id FROM ops.load_batches WHERE delivery = 'complete')) > 0
UNION ALL
SELECT
    'visits' AS source,
    month,
    countIf(batch_id IN (SELECT batch_id FROM ops.current_batches)) AS n_rows,
    minIf(delivered.known_date, batch_id IN (SELECT batch_id FROM ops.load_batches WHERE delivery = 'complete')) AS known_date
FROM raw.visits AS delivered
WHERE batch_id IN (SELECT batch_id FROM ops.load_batches)
GROUP BY month
HAVING countIf(
    batch_id IN (SELECT batch_id FROM ops.current_batches)
    AND batch_id IN (SELECT batch_id FROM ops.load_batches WHERE delivery = 'complete')) > 0;
