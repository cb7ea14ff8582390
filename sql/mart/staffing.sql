-- mart.staffing: staff that the forecast needs, beside the staff that there is.
-- Grain:    one row per area, month, profession and scenario of the forecast that is shown.
-- Keys:     area_id, month, profession, scenario.
-- Sources:  core.areas, core.capacities, core.staffing_norms, core.visits, mart.area_months, model.current_runs, model.forecasts.
-- Load:     view.
-- Access:   aggregate.
-- Sort key: none.
-- Hours with clients -> working hours by core.staffing_norms: an hour with clients takes 1 / (client_share x (1 - travel_share)) working hours, and a
-- full-time employee is at work paid_h_per_month x (1 - absence_share) of them.
CREATE VIEW IF NOT EXISTS mart.staffing
(
    area_id             LowCardinality(String) COMMENT 'Area, or the municipality, which has a forecast and a performed share of its own -> core.areas.area_id; empty for clients without a known area.',
    month               Date                   COMMENT 'Month, its first day.',
    profession          LowCardinality(String) COMMENT 'assistant_nurse, nurse, occupational_therapist or physical_therapist.',
    scenario            LowCardinality(String) COMMENT 'Scenario -> core.scenarios.scenario.',
    as_of_date          Date                   COMMENT 'Day on which the forecast looks ahead.',
    horizon_months      UInt16                 COMMENT 'Months ahead.',
    client_h            Float64                COMMENT 'Forecast hours with clients in the month: granted home care x the share that is performed, and delegated actions (assistant_nurse); nurse visits; therapists'' visits, divided as in the last 12 months.',
    client_low_h        Float64                COMMENT 'The same by the 10th percentile of each resource.',
    client_high_h       Float64                COMMENT 'The same by the 90th percentile of each resource.',
    needed_h            Float64                COMMENT 'Working hours that takes, travel and other work included, hours in the month.',
    needed_fte          Float64                COMMENT 'Full-time equivalents (sv: årsarbetare) that takes.',
    available_h         Nullable(Float64)      COMMENT 'Available working hours in the month, the area''s own or the sum of those below it; NULL where never delivered.',
    available_fte       Nullable(Float64)      COMMENT 'The same as full-time equivalents.',
    vacant_fte          Nullable(Float64)      COMMENT 'Vacant full-time equivalents, not in available_h; NULL where not stated.',
    is_capacity_assumed Bool                   COMMENT 'The month''s capacity was not delivered, or not of all areas below: it is that of the newest month before. False where none was ever delivered.',
    is_norm_example     Bool                   COMMENT 'The municipality has delivered no staffing norms for the profession: an example is used.',
    gap_h               Nullable(Float64)      COMMENT 'available_h - needed_h, hours in the month; negative = short of staff.',
    gap_fte             Nullable(Float64)      COMMENT 'The same as full-time equivalents.',
    cost_sek_per_h      Nullable(Float64)      COMMENT 'Cost of one working hour, SEK; for a sum of areas weighted by their available hours.',
    cost_sek            Nullable(Float64)      COMMENT 'Cost of needed_h, SEK in the month.',
    performed_share     Nullable(Float64)      COMMENT 'Share of granted home care that is taken to be performed: that of the last 6 delivered months, 1 where no visits were delivered; NULL for other professions than assistant_nurse.'
)
AS
-- One row per area: the share of granted home care that was performed in the last 6 delivered months.
WITH performed AS
(
    SELECT area_id, sum(home_care_performed_h) / sum(home_care_granted_h) AS performed_share
    FROM (SELECT area_id, home_care_performed_h, home_care_granted_h FROM mart.area_months WHERE home_care_performed_h > 0 AND home_care_granted_h > 0
        ORDER BY month DESC LIMIT 6 BY area_id)
    GROUP BY area_id
),
-- One row: the share of the therapists' minutes that are the physical therapists', in the last 12 months.
therapists AS
(
    SELECT if(sum(performed_min) = 0, 0.5, sumIf(performed_min, service_code = 'physical_therapy') / sum(performed_min)) AS physical_share
    FROM core.visits
    WHERE service_code IN ('occupational_therapy', 'physical_therapy')
        AND visit_date > addMonths((SELECT max(newest.visit_date) FROM core.visits AS newest), -12)
),
-- One row per area, month, scenario, profession and its part of a resource: hours with clients.
demands AS
(
    SELECT
        forecasts.scope_id AS area_id,
        forecasts.month AS month,
        forecasts.scenario AS scenario,
        any(forecasts.as_of_date) AS as_of_date,
        any(forecasts.horizon_months) AS horizon_months,
        any(ifNull(performed.performed_share, 1)) AS performed_share,
        arrayJoin(multiIf(
            forecasts.resource = 'home_care_h', [('assistant_nurse', ifNull(performed.performed_share, 1))],
            forecasts.resource = 'delegated_h', [('assistant_nurse', 1)],
            forecasts.resource = 'nurse_h', [('nurse', 1)],
            [('physical_therapist', (SELECT physical_share FROM therapists)), ('occupational_therapist', 1 - (SELECT physical_share FROM therapists))])) AS part,
        part.1 AS profession,
        sum(forecasts.mean * part.2) AS client_h,
        sum(forecasts.p10 * part.2) AS client_low_h,
        sum(forecasts.p90 * part.2) AS client_high_h
    FROM model.forecasts AS forecasts
    LEFT JOIN performed ON performed.area_id = forecasts.scope_id
    WHERE forecasts.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
        AND forecasts.scope_kind = 'area' AND forecasts.driver = 'all' AND forecasts.method = 'blend'
        AND forecasts.resource IN ('home_care_h', 'delegated_h', 'nurse_h', 'rehab_h')
    GROUP BY area_id, month, scenario, part
),
-- One row per area, month, scenario and profession.
summed AS
(
    SELECT area_id, month, scenario, profession, any(demands.as_of_date) AS as_of_date, any(demands.horizon_months) AS horizon_months,
        any(demands.performed_share) AS performed_share,
        sum(demands.client_h) AS client_h, sum(demands.client_low_h) AS client_low_h, sum(demands.client_high_h) AS client_high_h
    FROM demands
    GROUP BY area_id, month, scenario, profession
),
-- One row per area and profession with a delivery: its delivered months in order.
delivered AS
(
    SELECT area_id, profession, arraySort(groupArray((month, available_h, vacant_fte, toFloat64(cost_sek_per_h)))) AS months
    FROM core.capacities
    GROUP BY area_id, profession
),
-- One row per area and profession: its own delivered months, else those of each area below it.
capacities AS
(
    SELECT counted_area_id AS area_id, profession, arraySort(groupArray((delivering_area_id, months))) AS parts
    FROM
    (
        SELECT
            arrayJoin([
                delivered.area_id,
                if((ifNull(areas.parent_area_id, ''), delivered.profession) IN (SELECT own.area_id, own.profession FROM delivered AS own), '', ifNull(areas.parent_area_id, '')),
                if((ifNull(areas.parent_area_id, ''), delivered.profession) IN (SELECT own.area_id, own.profession FROM delivered AS own)
                    OR (ifNull(parents.parent_area_id, ''), delivered.profession) IN (SELECT own.area_id, own.profession FROM delivered AS own), '', ifNull(parents.parent_area_id, ''))
            ]) AS counted_area_id,
            delivered.area_id AS delivering_area_id,
            delivered.profession AS profession,
            delivered.months AS months
        FROM delivered
        LEFT JOIN core.areas AS areas ON delivered.area_id = areas.area_id
        LEFT JOIN core.areas AS parents ON areas.parent_area_id = parents.area_id
    )
    WHERE counted_area_id != ''
    GROUP BY counted_area_id, profession
)
SELECT
    area_id,
    month,
    profession,
    scenario,
    as_of_date,
    horizon_months,
    client_h,
    client_low_h,
    client_high_h,
    client_h / (client_share * (1 - travel_share)) AS needed_h,
    needed_h / h_per_fte AS needed_fte,
    if(empty(known), NULL, arraySum(capacity -> capacity.2, known)) AS available_h,
    available_h / h_per_fte AS available_fte,
    if(arrayExists(capacity -> isNotNull(capacity.3), known), arraySum(capacity -> ifNull(capacity.3, 0), known), NULL) AS vacant_fte,
    toBool(arrayExists(capacity -> capacity.1 != month, known)) AS is_capacity_assumed,
    is_norm_example,
    available_h - needed_h AS gap_h,
    gap_h / h_per_fte AS gap_fte,
    multiIf(empty(known), NULL, available_h > 0, arraySum(capacity -> capacity.2 * capacity.4, known) / available_h, arrayAvg(capacity -> capacity.4, known)) AS cost_sek_per_h,
    needed_h * cost_sek_per_h AS cost_sek,
    if(profession = 'assistant_nurse', performed_share, NULL) AS performed_share
FROM
(
    SELECT
        summed.area_id AS area_id,
        summed.month AS month,
        summed.profession AS profession,
        summed.scenario AS scenario,
        summed.as_of_date AS as_of_date,
        summed.horizon_months AS horizon_months,
        summed.client_h AS client_h,
        summed.client_low_h AS client_low_h,
        summed.client_high_h AS client_high_h,
        summed.performed_share AS performed_share,
        norms.client_share AS client_share,
        norms.travel_share AS travel_share,
        norms.paid_h_per_month * (1 - norms.absence_share) AS h_per_fte,
        norms.is_example AS is_norm_example,
        -- For each area that counts, the newest month that is not after this one.
        arrayFilter(
            capacity -> capacity.1 != toDate(0),
            arrayMap(part -> arrayLast(capacity -> capacity.1 <= summed.month, part.2), capacities.parts)) AS known
    FROM summed
    INNER JOIN core.staffing_norms AS norms ON norms.profession = summed.profession
    LEFT JOIN capacities ON capacities.area_id = summed.area_id AND capacities.profession = summed.profession
)
SETTINGS join_use_nulls = 1;
