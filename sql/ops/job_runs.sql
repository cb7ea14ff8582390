-- ops.job_runs: runs of jobs.
-- Grain:    one row per run of a job.
-- Keys:     job_run_id.
-- Sources:  framsyn serve, up and job run.
-- Load:     appended by the scheduler.
-- Access:   operation.
-- Sort key: read by job, newest last.
CREATE TABLE IF NOT EXISTS ops.job_runs
(
    job_run_id        UUID                   COMMENT 'Run.',
    job               LowCardinality(String) COMMENT 'Job: load, transform, features, fit, score, forecast and so on.',
    as_of_date        Date                   COMMENT 'Day that the job looked from.',
    status            LowCardinality(String) COMMENT 'ok, failed, stopped, or waiting: too little data yet.',
    attempt           UInt8                  COMMENT 'Which try it was, from 1.',
    started_at        DateTime64(3, 'UTC')   COMMENT 'When it began.',
    finished_at       DateTime64(3, 'UTC')   COMMENT 'When it ended.',
    run_seconds       Float64                COMMENT 'Time it took, seconds.',
    rows_in           UInt64                 COMMENT 'Rows read.',
    rows_out          UInt64                 COMMENT 'Rows written.',
    peak_memory_bytes UInt64                 COMMENT 'Peak resident memory of the process at the end of the run, bytes.',
    from_month        Nullable(Date)         COMMENT 'First month that the run rebuilt; NULL where it rebuilt none.',
    newest_batch_id   UInt64                 COMMENT 'Newest batch in the data when the job began -> ops.load_batches.batch_id.',
    definition_hash   UInt64                 COMMENT 'Hash of the SQL definitions that the job ran with.',
    app_version       LowCardinality(String) COMMENT 'Version of framsyn.',
    error             String                 COMMENT 'What went wrong and what to do; empty when ok.'
)
ENGINE = MergeTree
ORDER BY (job, started_at, job_run_id)
SETTINGS fsync_after_insert = 1
COMMENT 'Runs of jobs: one row each.';
