-- mart.decision_equity: granted hours beside what the assessed need would get on average.
-- Grain:    one row per decision on home care, by the newest run.
-- Keys:     decision_id.
-- Sources:  core.clients, core.service_decisions, model.current_runs, model.decision_comparisons.
-- Load:     view.
-- Access:   person.
-- Sort key: none.
-- A single decision differs from the average for many good reasons that no assessment tells; what areas, officers and groups differ by is in
-- model.equity_effects, with intervals.
CREATE VIEW IF NOT EXISTS mart.decision_equity
(
    decision_id  UInt64                              COMMENT 'Decision -> core.service_decisions.decision_id.',
    client_id    UInt64                              COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    decided_date Date                                COMMENT 'Day of the decision.',
    area_id      LowCardinality(String)              COMMENT 'Home-care area -> core.areas.area_id.',
    officer_id   UInt64                              COMMENT 'Pseudonym of the officer who decided (sv: handläggare); 0 where not delivered.',
    sex          Enum8('unknown' = 0, 'female' = 1, 'male' = 2)COMMENT 'Sex of the client.',
    age_years    UInt8                               COMMENT 'Age of the client at the decision, whole years.',
    granted_h    Float64                             COMMENT 'Granted hours per month.',
    expected_h   Nullable(Float64)                   COMMENT 'Hours per month that the assessed need gets at average officer and area; NULL without assessment.',
    norm_h       Nullable(Float64)                   COMMENT 'Hours per month by the norm; NULL without assessment.',
    difference_h Nullable(Float64)                   COMMENT 'granted_h - expected_h, hours per month.',
    log_ratio    Nullable(Float64)                   COMMENT 'Natural logarithm of granted_h / expected_h; NULL where the decision is not compared.',
    is_compared  Bool                                COMMENT 'The decision is compared in model.equity_effects.',
    comparison   LowCardinality(String)              COMMENT 'compared, or why not: renewed (same hours as before), unassessed, old, nothing_granted, little_expected (under 2 hours) or out_of_proportion (8 times the usual ratio, or an eighth).'
)
AS
SELECT
    compared.decision_id AS decision_id,
    decisions.client_id AS client_id,
    decisions.decided_date AS decided_date,
    decisions.area_id AS area_id,
    decisions.officer_id AS officer_id,
    clients.sex AS sex,
    toUInt8(least(greatest(dateDiff('month', clients.birth_month, decisions.decided_date), 0) / 12, 255)) AS age_years,
    compared.granted_h AS granted_h,
    compared.expected_h AS expected_h,
    compared.norm_h AS norm_h,
    granted_h - expected_h AS difference_h,
    if(is_compared, log(granted_h / expected_h), NULL) AS log_ratio,
    compared.comparison = 'compared' AS is_compared,
    compared.comparison AS comparison
FROM model.decision_comparisons AS compared
INNER JOIN core.service_decisions AS decisions ON compared.decision_id = decisions.decision_id
INNER JOIN core.clients AS clients ON decisions.client_id = clients.client_id
WHERE compared.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'equity');
