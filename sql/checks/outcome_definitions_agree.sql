-- The definitions in use count in mart.outcome_sensitivity what the tables of outcomes count; while nobody was deleted by rule or left out since they were counted.
WITH outcomes AS
(
    SELECT 'need_doubled' AS target, month, count() AS n_clients, countIf(is_doubled) AS n_events FROM mart.need_outcomes GROUP BY month
    UNION ALL
    SELECT 'home_care_entry' AS target, month, count() AS n_clients, countIf(has_entered) AS n_events FROM mart.entry_outcomes GROUP BY month
    UNION ALL
    SELECT 'function_decline' AS target, month, count() AS n_clients, countIf(is_worse) AS n_events FROM mart.function_outcomes GROUP BY month
)
SELECT used.target AS target, used.month AS month, used.n_clients AS n_clients, used.n_events AS n_events, outcomes.n_clients AS n_clients_there, outcomes.n_events AS n_events_there
FROM mart.outcome_sensitivity AS used
INNER JOIN outcomes ON used.target = outcomes.target AND used.month = outcomes.month
WHERE used.is_used AND (used.n_clients != outcomes.n_clients OR used.n_events != outcomes.n_events)
    AND (SELECT ifNull(max(runs.started_at), toDateTime64('2200-01-01', 3)) FROM ops.job_runs AS runs WHERE runs.job = 'features' AND runs.status = 'ok')
        > (SELECT greatest(ifNull(max(deletions.written_at), toDateTime64(0, 3)), (SELECT ifNull(max(exclusions.written_at), toDateTime64(0, 3)) FROM core.exclusions AS exclusions)) FROM ops.retention_certificates AS deletions);
