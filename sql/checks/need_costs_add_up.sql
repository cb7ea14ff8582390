-- By area and profession, practice, habit and remainder add up to the hours of mart.client_months, where the newest delivery is in the run.
WITH costs AS
(
    SELECT
        area_id,
        multiIf(costs.resource = 'home_care_granted', 'granted', costs.resource = 'home_care_performed', 'performed', costs.resource = 'nurse', 'nurse', 'rehab') AS resource,
        max(costs.month) AS month,
        sum(costs.practice_h + costs.habit_h + costs.remainder_h) AS explained_h
    FROM mart.need_costs AS costs
    GROUP BY area_id, resource
),
recorded AS
(
    SELECT
        months.area_id AS area_id,
        costs.resource AS resource,
        any(costs.explained_h) AS explained_h,
        sum(multiIf(
            costs.resource = 'granted', months.home_care_granted_h,
            costs.resource = 'performed', ifNull(months.home_care_performed_h, 0) * 30.4375 / toDayOfMonth(toLastDayOfMonth(months.month)),
            costs.resource = 'nurse', ifNull(months.nurse_min, 0) / 60 * 30.4375 / toDayOfMonth(toLastDayOfMonth(months.month)),
            ifNull(months.rehab_min, 0) / 60 * 30.4375 / toDayOfMonth(toLastDayOfMonth(months.month)))) AS recorded_h
    FROM mart.client_months AS months
    INNER JOIN costs ON months.area_id = costs.area_id AND months.month = costs.month
    GROUP BY area_id, resource
)
SELECT area_id, resource, explained_h, recorded_h
FROM recorded
WHERE abs(explained_h - recorded_h) > 1e-6 * (1 + recorded_h)
    AND (SELECT max(runs.newest_batch_id) FROM model.runs AS runs WHERE runs.model = 'need' AND runs.is_published) = (SELECT max(batches.batch_id) FROM ops.load_batches AS batches);
