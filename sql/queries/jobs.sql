-- jobs: Jobb | Jobs
-- sv:      Varje jobb som det senast kördes: status, tid, rader och vad som gick fel.
-- en:      Each job as it last ran: status, time, rows and what went wrong.
-- Kind:    table
-- Roles:   leader, analyst, planner, steward, officer, service
-- Reads:   ops.job_runs
-- Column:  job | Jobb | Job
-- Column:  status | Status | Status
-- Column:  as_of_date | Per | As of
-- Column:  started_at | Började | Began
-- Column:  run_seconds | Tid | Time | s
-- Column:  rows_in | Rader in | Rows in
-- Column:  rows_out | Rader ut | Rows out
-- Column:  peak_memory_bytes | Minne | Memory | bytes
-- Column:  attempt | Försök | Attempt
-- Column:  app_version | Version | Version
-- Column:  error | Fel | Error
SELECT
    job,
    argMax(runs.status, runs.started_at) AS status,
    argMax(runs.as_of_date, runs.started_at) AS as_of_date,
    max(runs.started_at) AS started_at,
    argMax(runs.run_seconds, runs.started_at) AS run_seconds,
    argMax(runs.rows_in, runs.started_at) AS rows_in,
    argMax(runs.rows_out, runs.started_at) AS rows_out,
    argMax(runs.peak_memory_bytes, runs.started_at) AS peak_memory_bytes,
    argMax(runs.attempt, runs.started_at) AS attempt,
    argMax(runs.app_version, runs.started_at) AS app_version,
    argMax(runs.error, runs.started_at) AS error
FROM ops.job_runs AS runs
GROUP BY job
ORDER BY status = 'failed' DESC, job
