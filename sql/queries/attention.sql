-- attention: Att se över | What needs attention
-- sv:      Det som någon bör titta på: jobb som misslyckats, modeller som larmar och månader som saknas, det senaste först.
-- en:      What somebody should look at: jobs that failed, models that alert, and months that are missing, the latest first.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, steward, officer, service
-- Reads:   core.delivered_months, model.alerts, model.current_runs, ops.job_runs
-- Column:  kind | Slag | Kind
-- Column:  about | Vad | What
-- Column:  since | Sedan | Since
-- Column:  text_sv | Beskrivning | Description (Swedish)
-- Column:  text_en | Beskrivning (engelska) | Description
-- One row per job: its last run.
WITH last_runs AS
(
    SELECT job, argMax(status, started_at) AS last_status, max(started_at) AS last_started_at
    FROM ops.job_runs
    GROUP BY job
),
-- One row per source: its months, and those between the first and the last.
delivered AS
(
    SELECT
        source,
        groupUniqArray(month) AS months,
        arrayMap(n -> addMonths(min(month), n), range(toUInt32(dateDiff('month', min(month), max(month))))) AS wanted
    FROM core.delivered_months
    GROUP BY source
)
SELECT kind, about, since, text_sv, text_en
FROM
(
    SELECT
        'job' AS kind,
        toString(job) AS about,
        toDate(last_started_at) AS since,
        concat('Jobbet ', job, ' misslyckades senast det kördes.') AS text_sv,
        concat('The job ', job, ' failed the last time it ran.') AS text_en
    FROM last_runs
    WHERE last_status = 'failed'
    UNION ALL
    SELECT
        'model' AS kind,
        concat(alerts.model, ' ', alerts.target, ' ', alerts.about) AS about,
        runs.as_of_date AS since,
        concat('Modellen ', alerts.target, ' larmar (', alerts.kind, '): ', toString(round(alerts.value, 3)), ' ligger utanför ', toString(alerts.lowest), '–', toString(alerts.highest), '.') AS text_sv,
        concat('The model ', alerts.target, ' alerts (', alerts.kind, '): ', toString(round(alerts.value, 3)), ' is outside ', toString(alerts.lowest), '–', toString(alerts.highest), '.') AS text_en
    FROM model.alerts AS alerts
    INNER JOIN model.current_runs AS runs ON alerts.run_id = runs.run_id AND alerts.target = runs.target
    UNION ALL
    SELECT
        'delivery' AS kind,
        concat(source, ' ', formatDateTime(missing, '%Y-%m')) AS about,
        missing AS since,
        concat('Månaden ', formatDateTime(missing, '%Y-%m'), ' av ', source, ' har inte levererats.') AS text_sv,
        concat('The month ', formatDateTime(missing, '%Y-%m'), ' of ', source, ' has not been delivered.') AS text_en
    FROM delivered
    ARRAY JOIN arrayFilter(m -> NOT has(months, m), wanted) AS missing
)
ORDER BY since DESC, kind, about
