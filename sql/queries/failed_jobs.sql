-- failed_jobs: Jobb som misslyckats | Failed jobs
-- sv:      1 för varje jobb som misslyckades senast det kördes, annars 0: för larm.
-- en:      1 for each job that failed the last time it ran, else 0: for alerts.
-- Kind:    table
-- Roles:   leader, analyst, planner, steward, officer, service
-- Reads:   ops.job_runs
-- Column:  job | Jobb | Job
-- Column:  is_failed | Misslyckat | Failed
SELECT job, toUInt8(argMax(runs.status, runs.started_at) = 'failed') AS is_failed
FROM ops.job_runs AS runs
GROUP BY job
ORDER BY job
