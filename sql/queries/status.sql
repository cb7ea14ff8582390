-- status: Läget | Where things stand
-- sv:      Senaste månad, dag som modellerna ser framåt från, senaste leverans och hur mycket som behöver ses över.
-- en:      Latest month, day from which the models look ahead, latest delivery, and how much needs to be looked at.
-- Kind:    value
-- Roles:   leader, manager, analyst, planner, steward, officer, service
-- Reads:   core.delivered_months, model.alerts, model.current_runs, model.run_states, ops.job_runs, ops.load_batches
-- Column:  latest_month | Senaste månad | Latest month
-- Column:  scores_date | Risker per | Risks as of
-- Column:  forecast_date | Prognos per | Forecast as of
-- Column:  delivered_date | Senaste leverans | Latest delivery
-- Column:  n_failed_jobs | Jobb som misslyckats | Failed jobs
-- Column:  n_model_alerts | Modeller att se över | Models to look at
-- Column:  n_waiting_runs | Körningar som väntar på godkännande | Runs that wait for approval
-- Column:  n_rejected_runs | Nyaste körningar som inte är godkända | Newest runs that are not approved
SELECT
    (SELECT max(months.month) FROM core.delivered_months AS months) AS latest_month,
    (SELECT maxOrNull(runs.as_of_date) FROM model.current_runs AS runs WHERE runs.model = 'risk') AS scores_date,
    (SELECT maxOrNull(runs.as_of_date) FROM model.current_runs AS runs WHERE runs.model = 'forecast') AS forecast_date,
    (SELECT maxOrNull(batches.delivered_date) FROM ops.load_batches AS batches) AS delivered_date,
    (
        SELECT countIf(last_status = 'failed')
        FROM (SELECT argMax(jobs.status, jobs.started_at) AS last_status FROM ops.job_runs AS jobs GROUP BY jobs.job)
    ) AS n_failed_jobs,
    (SELECT count() FROM model.alerts) AS n_model_alerts,
    (SELECT countIf(states.is_newest AND states.state = 'waiting') FROM model.run_states AS states) AS n_waiting_runs,
    (SELECT countIf(states.is_newest AND states.state = 'rejected') FROM model.run_states AS states) AS n_rejected_runs
