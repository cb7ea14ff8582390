-- job_runs: Jobbens körningar | Runs of the jobs
-- sv:      Körningar i panelens period: hur lång tid de tog och hur det gick.
-- en:      Runs in the panel's range: how long they took and how it went.
-- Kind:    timeseries
-- Roles:   leader, analyst, planner, steward, officer, service
-- Reads:   ops.job_runs
-- Param:   jobs Array(String) = [] | Jobb; tomt = alla. | Jobs; empty = all.
-- Column:  started_at | Började | Began
-- Column:  job | Jobb | Job
-- Column:  run_seconds | Tid | Time | s
-- Column:  rows_out | Rader ut | Rows out
-- Column:  peak_memory_bytes | Minne | Memory | bytes
SELECT
    runs.started_at AS started_at,
    runs.job AS job,
    runs.run_seconds AS run_seconds,
    runs.rows_out AS rows_out,
    runs.peak_memory_bytes AS peak_memory_bytes
FROM ops.job_runs AS runs
WHERE $__timeFilter(runs.started_at)
    AND $__conditionalAll(runs.job IN ({jobs:Array(String)}), jobs)
ORDER BY started_at, job
