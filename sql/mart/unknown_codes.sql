-- mart.unknown_codes: codes that occur in the data and not in the code lists.
-- Grain:    one row per kind and code.
-- Keys:     kind, code.
-- Sources:  core.assessments, core.hsl_actions, core.icf_codes, core.kva_codes, core.service_codes, core.service_decisions, core.visits.
-- Load:     view.
-- Access:   aggregate.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS mart.unknown_codes
(
    kind        LowCardinality(String) COMMENT 'kva (health-care actions), icf (assessed needs) or service (decisions and visits).',
    code        LowCardinality(String) COMMENT 'Code as it occurs.',
    n_rows      UInt64                 COMMENT 'Rows with it.',
    n_clients   UInt64                 COMMENT 'Clients with it.',
    first_month Date                   COMMENT 'First month in which it occurs.',
    last_month  Date                   COMMENT 'Last month in which it occurs.'
)
AS
-- One row per kind, code and table: how often it occurs.
WITH occurring AS
(
    SELECT 'kva' AS kind, kva_code AS code, count() AS n_rows, uniqExactState(client_id) AS clients, min(performed_date) AS first_date, max(performed_date) AS last_date
    FROM core.hsl_actions
    WHERE kva_code NOT IN (SELECT codes.kva_code FROM core.kva_codes AS codes)
    GROUP BY code
    UNION ALL
    SELECT 'icf' AS kind, icf_code AS code, count() AS n_rows, uniqExactState(client_id) AS clients, min(assessed_date) AS first_date, max(assessed_date) AS last_date
    FROM core.assessments
    WHERE icf_code NOT IN (SELECT codes.icf_code FROM core.icf_codes AS codes)
    GROUP BY code
    UNION ALL
    SELECT 'service' AS kind, service_code AS code, count() AS n_rows, uniqExactState(client_id) AS clients, min(visit_date) AS first_date, max(visit_date) AS last_date
    FROM core.visits
    WHERE service_code NOT IN (SELECT codes.service_code FROM core.service_codes AS codes)
    GROUP BY code
    UNION ALL
    SELECT 'service' AS kind, service_code AS code, count() AS n_rows, uniqExactState(client_id) AS clients, min(decided_date) AS first_date, max(last_month) AS last_date
    FROM core.service_decisions AS decisions
    WHERE service_code NOT IN (SELECT codes.service_code FROM core.service_codes AS codes)
    GROUP BY code
)
SELECT
    kind,
    code,
    sum(occurring.n_rows) AS n_rows,
    uniqExactMerge(clients) AS n_clients,
    toStartOfMonth(min(first_date)) AS first_month,
    toStartOfMonth(max(last_date)) AS last_month
FROM occurring
GROUP BY kind, code;
