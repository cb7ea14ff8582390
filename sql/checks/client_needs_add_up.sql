-- The parts of each client's time add up to what mart.client_months has for the month, where the newest delivery is in the run.
WITH parts AS
(
    SELECT
        needs.client_id AS client_id,
        needs.month AS month,
        if(needs.resource IN ('occupational_therapy', 'physical_therapy'), 'rehab', toString(needs.resource)) AS resource,
        sum(needs.minutes_per_week) AS explained_min_per_week
    FROM mart.client_needs AS needs
    GROUP BY client_id, month, resource
),
recorded AS
(
    SELECT
        months.client_id AS client_id,
        months.month AS month,
        part.1 AS resource,
        part.2 AS recorded_min_per_week
    FROM mart.client_months AS months
    ARRAY JOIN
        [
            ('home_care_granted', home_care_granted_h * 60 * 7 / 30.4375),
            ('home_care_performed', ifNull(home_care_performed_h, 0) * 60 * 7 / toDayOfMonth(toLastDayOfMonth(month))),
            ('nurse', ifNull(nurse_min, 0) * 7 / toDayOfMonth(toLastDayOfMonth(month))),
            ('rehab', ifNull(rehab_min, 0) * 7 / toDayOfMonth(toLastDayOfMonth(month)))
        ] AS part
    WHERE (month, resource) IN (SELECT parts.month, parts.resource FROM parts)
)
SELECT recorded.client_id AS client_id, recorded.month AS month, recorded.resource AS resource, parts.explained_min_per_week AS explained_min_per_week,
    recorded.recorded_min_per_week AS recorded_min_per_week
FROM recorded
LEFT JOIN parts ON recorded.client_id = parts.client_id AND recorded.month = parts.month AND recorded.resource = parts.resource
WHERE abs(ifNull(parts.explained_min_per_week, 0) - recorded.recorded_min_per_week) > 1e-6
    AND (SELECT max(runs.newest_batch_id) FROM model.runs AS runs WHERE runs.model = 'need' AND runs.is_published) = (SELECT max(batches.batch_id) FROM ops.load_batches AS batches)
SETTINGS join_use_nulls = 1;
