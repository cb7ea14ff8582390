-- mart.need_costs: what the needs of today cost by the norm, in practice and as recorded.
-- Grain:    one row per area and resource.
-- Keys:     area_id, resource.
-- Sources:  core.capacities, core.staffing_norms, mart.client_needs.
-- Load:     view.
-- Access:   aggregate.
-- Sort key: none.
-- Hours are with clients; money is for the working hours that they take, by core.staffing_norms, at the newest cost of the area. Norm and practice
-- are of those who have an assessment; unassessed_h says what is recorded for the others.
CREATE VIEW IF NOT EXISTS mart.need_costs
(
    area_id            LowCardinality(String) COMMENT 'Home-care area -> core.areas.area_id; empty where unknown.',
    resource           LowCardinality(String) COMMENT 'home_care_granted, home_care_performed, nurse, occupational_therapy or physical_therapy.',
    profession         LowCardinality(String) COMMENT 'Whose time it is: assistant_nurse, nurse, occupational_therapist or physical_therapist.',
    month              Date                   COMMENT 'Month whose time is made up, its first day.',
    n_clients          UInt64                 COMMENT 'Clients with the resource, or with needs that it may be for.',
    n_assessed_clients UInt64                 COMMENT 'Of these, clients with an assessment.',
    norm_h             Float64                COMMENT 'By the norm, hours with clients per month of 30.4 days.',
    practice_h         Float64                COMMENT 'As clients with such needs get on average in all areas, hours per month.',
    habit_h            Float64                COMMENT 'What the habits of the area and its officers add or take away, hours per month.',
    remainder_h        Float64                COMMENT 'What needs do not explain, hours per month, that of clients without an assessment included.',
    unassessed_h       Float64                COMMENT 'Recorded for clients without an assessment, hours per month.',
    recorded_h         Float64                COMMENT 'practice_h + habit_h + remainder_h: what mart.client_months has, hours per month of 30.4 days.',
    cost_sek_per_h     Nullable(Float64)      COMMENT 'Cost of one working hour, SEK, by the newest month up to this one; NULL where not delivered.',
    norm_sek           Nullable(Float64)      COMMENT 'Cost of norm_h with the working time around it, SEK per month.',
    practice_sek       Nullable(Float64)      COMMENT 'Cost of practice_h, SEK per month.',
    recorded_sek       Nullable(Float64)      COMMENT 'Cost of recorded_h, SEK per month.'
)
AS
-- One row per area and resource: minutes per week as hours per month.
WITH sums AS
(
    SELECT
        area_id,
        resource,
        any(needs.profession) AS profession,
        max(needs.month) AS month,
        uniqExact(needs.client_id) AS n_clients,
        uniqExactIf(needs.client_id, needs.is_assessed) AS n_assessed_clients,
        sum(needs.norm_minutes_per_week) / 60 * 30.4375 / 7 AS norm_h,
        sumIf(needs.minutes_per_week, needs.part IN ('need', 'base')) / 60 * 30.4375 / 7 AS practice_h,
        sumIf(needs.minutes_per_week, needs.part = 'habit') / 60 * 30.4375 / 7 AS habit_h,
        sumIf(needs.minutes_per_week, needs.part = 'remainder') / 60 * 30.4375 / 7 AS remainder_h,
        sumIf(needs.minutes_per_week, NOT needs.is_assessed) / 60 * 30.4375 / 7 AS unassessed_h,
        sum(needs.minutes_per_week) / 60 * 30.4375 / 7 AS recorded_h
    FROM mart.client_needs AS needs
    GROUP BY area_id, resource
),
-- One row per area and resource: the newest cost that is known.
costs AS
(
    SELECT sums.area_id AS area_id, sums.resource AS resource, argMax(toFloat64(capacities.cost_sek_per_h), capacities.month) AS cost_sek_per_h
    FROM sums
    INNER JOIN core.capacities AS capacities ON capacities.area_id = sums.area_id AND capacities.profession = sums.profession
    WHERE capacities.month <= sums.month
    GROUP BY area_id, resource
)
SELECT
    sums.area_id AS area_id,
    sums.resource AS resource,
    sums.profession AS profession,
    sums.month AS month,
    sums.n_clients AS n_clients,
    sums.n_assessed_clients AS n_assessed_clients,
    sums.norm_h AS norm_h,
    sums.practice_h AS practice_h,
    sums.habit_h AS habit_h,
    sums.remainder_h AS remainder_h,
    sums.unassessed_h AS unassessed_h,
    sums.recorded_h AS recorded_h,
    costs.cost_sek_per_h AS cost_sek_per_h,
    sums.norm_h / (norms.client_share * (1 - norms.travel_share)) * costs.cost_sek_per_h AS norm_sek,
    sums.practice_h / (norms.client_share * (1 - norms.travel_share)) * costs.cost_sek_per_h AS practice_sek,
    sums.recorded_h / (norms.client_share * (1 - norms.travel_share)) * costs.cost_sek_per_h AS recorded_sek
FROM sums
INNER JOIN core.staffing_norms AS norms ON sums.profession = norms.profession
LEFT JOIN costs ON sums.area_id = costs.area_id AND sums.resource = costs.resource
SETTINGS join_use_nulls = 1;
