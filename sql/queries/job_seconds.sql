-- job_seconds: Jobbens tid | Time of the jobs
-- sv:      Sekunder per körning, jobb för jobb, i panelens period.
-- en:      Seconds of each run, job by job, in the panel's range.
-- Kind:    timeseries
-- Roles:   leader, analyst, planner, steward, officer, service
-- Reads:   ops.job_runs
-- Column:  started_at | Började | Began
-- Column:  job | Jobb | Job
-- Column:  run_seconds | Tid | Time | s
SELECT runs.started_at AS started_at, runs.job AS job, runs.run_seconds AS run_seconds
FROM ops.job_runs AS runs
WHERE $__timeFilter(runs.started_at)
ORDER BY started_at, job
