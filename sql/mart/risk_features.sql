-- mart.risk_features: what was known of a client when one looked ahead.
-- Grain:    one row per client and month at whose end the client was known to have home care or health care, and not known to be in special housing, dead or moved.
-- Keys:     client_id, month.
-- Sources:  core.clients, core.decision_versions, core.delivered_months, core.excluded_clients, core.service_codes, stg.assessment_versions, stg.hsl_action_versions, stg.hsl_client_versions, stg.intervention_versions, stg.person_events, stg.visit_versions.
-- Load:     replaced by month.
-- Access:   person, health care.
-- Sort key: read by month, then client.
-- core holds what is known today, so this reads versions: each value counts from the day on which it was known to the day on which a later one was.
CREATE TABLE IF NOT EXISTS mart.risk_features
(
    client_id               UInt64            COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    month                   Date              COMMENT 'Month from which one looks ahead, its first day.',
    as_of_date              Date              COMMENT 'The 16th of the next month, when the month''s files are due: only what was known by then counts, as it was known then.',
    has_home_care           Bool              COMMENT 'Granted home care then; else health care only. Not a term: the two have models of their own.',
    can_decline             Bool              COMMENT 'Mobility or self-care (d4, d5) is assessed, and no category of them totally limited: whom function_decline is for. Not a term.',
    age_years               Float64           COMMENT 'Age at the end of the month, years.',
    is_female               Float64           COMMENT '1 for women, 0 for men, 0.5 where unknown.',
    is_single_household     Nullable(Float64) COMMENT '1 for a one-person household, 0 for others; NULL where unknown.',
    hours_now               Float64           COMMENT 'Granted home care on the month''s last day, hours per month.',
    hours_change_1m         Nullable(Float64) COMMENT 'log((hours_now + 1) / (hours one month before + 1)); NULL where no month so far back was delivered.',
    hours_change_3m         Nullable(Float64) COMMENT 'log((hours_now + 1) / (hours 3 months before + 1)); NULL where no month so far back was delivered.',
    hours_change_6m         Nullable(Float64) COMMENT 'log((hours_now + 1) / (hours 6 months before + 1)); NULL where no month so far back was delivered.',
    hours_change_12m        Nullable(Float64) COMMENT 'log((hours_now + 1) / (hours 12 months before + 1)); NULL where no month so far back was delivered.',
    hours_volatility_12m    Nullable(Float64) COMMENT 'Standard deviation of log(hours + 1) now and 1, 3, 6 and 12 months before; NULL where no month so far back was delivered.',
    months_since_change     Nullable(Float64) COMMENT 'Months since the newest home-care decision took effect, at most 60; NULL without one.',
    n_changes_12m           Float64           COMMENT 'Home-care decisions that took effect in the last 12 months.',
    months_with_care        Nullable(Float64) COMMENT 'Months since the first home-care decision that is known, at most 12, for few know of more when deliveries begin; NULL without one.',
    has_personal_care       Float64           COMMENT '1 where home care contains personal care.',
    has_alarm               Float64           COMMENT '1 with a personal alarm.',
    has_meals               Float64           COMMENT '1 with meals.',
    has_day_care            Float64           COMMENT '1 with day activities.',
    n_short_term_6m         Float64           COMMENT 'Short-term stays begun in the last 6 months.',
    performed_share_3m      Nullable(Float64) COMMENT 'Performed / planned home-care time in the last 3 delivered months; NULL without planned visits, or where fewer than 3 months were delivered of the last 6.',
    n_missed_not_home_3m    Nullable(Float64) COMMENT 'Visits missed because the client was not at home, in the last 3 delivered months; NULL where fewer than 3 months were delivered of the last 6.',
    n_missed_hospital_3m    Nullable(Float64) COMMENT 'Visits missed because of hospital, in the last 3 delivered months; NULL where fewer than 3 months were delivered of the last 6.',
    months_since_hospital   Nullable(Float64) COMMENT 'Months since the newest month of the last 6 with visits missed because of hospital, 0 = this month; 6 where none is known; NULL where fewer than 3 months were delivered of the last 6.',
    n_alarm_responses_3m    Nullable(Float64) COMMENT 'Visits after an alarm, in the last 3 delivered months; NULL where fewer than 3 months were delivered of the last 6.',
    nurse_h_3m              Nullable(Float64) COMMENT 'Nurse visits in the last 3 delivered months, hours; NULL where fewer than 3 months were delivered of the last 6.',
    rehab_h_3m              Nullable(Float64) COMMENT 'Visits by therapists in the last 3 delivered months, hours; NULL where fewer than 3 months were delivered of the last 6.',
    delegated_h_3m          Nullable(Float64) COMMENT 'Delegated health-care actions in the last 3 delivered months, hours; NULL where fewer than 3 months were delivered of the last 6.',
    n_hsl_actions_6m        Nullable(Float64) COMMENT 'Registered health-care actions in the last 6 months; NULL where the register does not go so far back.',
    n_hsl_kinds_6m          Nullable(Float64) COMMENT 'Different health-care actions (KVÅ codes) in the last 6 months; NULL where the register does not go so far back.',
    n_new_hsl_kinds_3m      Nullable(Float64) COMMENT 'Of these, those of the last 3 months that were not there in the 3 months before; NULL likewise.',
    has_hsl                 Float64           COMMENT '1 where the register has the client within the last 4 months.',
    limitation_d1           Nullable(Float64) COMMENT 'Mean limitation of the categories of life area d1, 0-4, each by its newest assessment of the last 36 months; NULL where not assessed.',
    limitation_d2           Nullable(Float64) COMMENT 'Mean limitation of the categories of life area d2, 0-4, each by its newest assessment of the last 36 months; NULL where not assessed.',
    limitation_d3           Nullable(Float64) COMMENT 'Mean limitation of the categories of life area d3, 0-4, each by its newest assessment of the last 36 months; NULL where not assessed.',
    limitation_d4           Nullable(Float64) COMMENT 'Mean limitation of the categories of life area d4, 0-4, each by its newest assessment of the last 36 months; NULL where not assessed.',
    limitation_d5           Nullable(Float64) COMMENT 'Mean limitation of the categories of life area d5, 0-4, each by its newest assessment of the last 36 months; NULL where not assessed.',
    limitation_d6           Nullable(Float64) COMMENT 'Mean limitation of the categories of life area d6, 0-4, each by its newest assessment of the last 36 months; NULL where not assessed.',
    limitation_d7           Nullable(Float64) COMMENT 'Mean limitation of the categories of life area d7, 0-4, each by its newest assessment of the last 36 months; NULL where not assessed.',
    limitation_d9           Nullable(Float64) COMMENT 'Mean limitation of the categories of life area d9, 0-4, each by its newest assessment of the last 36 months; NULL where not assessed.',
    limitation_total        Nullable(Float64) COMMENT 'Sum of the limitations of all assessed categories, each by its newest assessment of the last 36 months; NULL where none.',
    limitation_change_12m   Nullable(Float64) COMMENT 'Mean change of limitation since 12 months before, over the categories assessed both by then and in the last 12 months; NULL where none was.',
    n_severe_limitations    Nullable(Float64) COMMENT 'Categories with limitation 3 or 4 by the newest assessment of the last 36 months; NULL without one.',
    assessment_age_months   Nullable(Float64) COMMENT 'Months since the newest assessment of the last 36 months; NULL without one.',
    has_recent_intervention Float64           COMMENT '1 with a preventive intervention begun in the last 12 months.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, client_id)
COMMENT 'What was known of a client when one looked ahead, as it was known then.';

INSERT INTO mart.risk_features
-- One row per month asked for, with the day on which one looks.
WITH landmarks AS
(
    SELECT
        addMonths({from_month:Date}, arrayJoin(range(toUInt16(dateDiff('month', {from_month:Date}, {to_month:Date}) + 1)))) AS month,
        toLastDayOfMonth(month) AS last_date,
        addDays(toLastDayOfMonth(month), 16) AS as_of_date
),
-- One row per landmark: how far back deliveries reach, and which months of visits are the newest three of the last six that were in (months back):
-- a month that is late must not look like a change in the clients.
covered AS
(
    SELECT
        landmarks.month AS month,
        minOrNullIf(delivered.month, delivered.source = 'sol_ongoing' AND delivered.known_date <= landmarks.as_of_date) AS first_sol_month,
        minOrNullIf(delivered.month, delivered.source = 'hsl_actions' AND delivered.known_date <= landmarks.as_of_date) AS first_actions_month,
        arraySlice(
            arraySort(groupUniqArrayIf(
                dateDiff('month', delivered.month, landmarks.month),
                delivered.source = 'visits' AND delivered.month BETWEEN addMonths(landmarks.month, -5) AND landmarks.month AND delivered.known_date <= landmarks.as_of_date)),
            1, 3) AS recent,
        length(recent) = 3 AS has_visits
    FROM landmarks
    CROSS JOIN core.delivered_months AS delivered
    GROUP BY month
),
-- One row per decision and landmark at which it was known, as it was known then.
known_decisions AS
(
    SELECT
        landmarks.month AS month,
        landmarks.last_date AS last_date,
        decisions.decision_id AS decision_id,
        decisions.client_id AS client_id,
        decisions.service_code AS service_code,
        toFloat64(ifNull(decisions.granted_h_per_month, 0)) AS granted_h,
        decisions.valid_from AS valid_from,
        ifNull(decisions.valid_to, toDate('2149-01-01')) AS valid_to,
        decisions.has_personal_care AS has_personal_care,
        decisions.is_single_household AS is_single_household
    FROM core.decision_versions AS decisions
    CROSS JOIN landmarks
    WHERE decisions.is_executed
        AND decisions.known_from_date <= landmarks.as_of_date AND decisions.known_to_date > landmarks.as_of_date
        AND decisions.valid_from <= landmarks.last_date
),
-- One row per client and landmark: hours now and before, and what else goes on.
services AS
(
    SELECT
        client_id,
        month,
        sumIf(granted_h, service_code = 'home_care' AND valid_to > last_date) AS hours_now,
        sumIf(granted_h, service_code = 'home_care' AND valid_from <= toLastDayOfMonth(addMonths(month, -1)) AND valid_to > toLastDayOfMonth(addMonths(month, -1))) AS hours_1m,
        sumIf(granted_h, service_code = 'home_care' AND valid_from <= toLastDayOfMonth(addMonths(month, -3)) AND valid_to > toLastDayOfMonth(addMonths(month, -3))) AS hours_3m,
        sumIf(granted_h, service_code = 'home_care' AND valid_from <= toLastDayOfMonth(addMonths(month, -6)) AND valid_to > toLastDayOfMonth(addMonths(month, -6))) AS hours_6m,
        sumIf(granted_h, service_code = 'home_care' AND valid_from <= toLastDayOfMonth(addMonths(month, -12)) AND valid_to > toLastDayOfMonth(addMonths(month, -12))) AS hours_12m,
        if(countIf(service_code = 'home_care') > 0, least(60, dateDiff('month', maxIf(valid_from, service_code = 'home_care'), any(last_date))), NULL) AS months_since_change,
        if(countIf(service_code = 'home_care') > 0, least(12, dateDiff('month', minIf(valid_from, service_code = 'home_care'), any(last_date))), NULL) AS months_with_care,
        countIf(service_code = 'home_care' AND valid_from > toLastDayOfMonth(addMonths(month, -12))) AS n_changes_12m,
        max(service_code = 'home_care' AND valid_to > last_date AND has_personal_care) AS has_personal_care,
        max(service_code = 'alarm' AND valid_to > last_date) AS has_alarm,
        max(service_code = 'meals' AND valid_to > last_date) AS has_meals,
        max(service_code = 'day_care' AND valid_to > last_date) AS has_day_care,
        countIf(service_code = 'short_term' AND valid_from > toLastDayOfMonth(addMonths(month, -6))) AS n_short_term_6m,
        max(service_code = 'special_housing' AND valid_to > last_date) AS has_special_housing,
        argMax(tuple(is_single_household), (valid_from, decision_id)).1 AS is_single_household
    FROM known_decisions
    GROUP BY client_id, month
),
-- One row per client, month of visits and days between which they were known.
visit_months AS
(
    SELECT
        client_id,
        visits.month AS visit_month,
        visits.known_date AS known_date,
        visits.replaced_date AS replaced_date,
        sumIf(visits.planned_min, codes.resource = 'home_care') AS planned_min,
        sumIf(visits.performed_min, codes.resource = 'home_care') AS performed_min,
        sumIf(visits.n_missed_visits, visits.missed_reason = 'not_home') AS n_not_home,
        sumIf(visits.n_missed_visits, visits.missed_reason = 'hospital') AS n_hospital,
        sumIf(visits.n_visits, codes.resource = 'alarm') AS n_alarm_responses,
        sumIf(visits.performed_min, codes.resource = 'nurse') AS nurse_min,
        sumIf(visits.performed_min, codes.resource = 'rehab') AS rehab_min,
        sumIf(visits.performed_min, codes.resource = 'delegated') AS delegated_min
    FROM stg.visit_versions AS visits
    INNER JOIN core.service_codes AS codes ON visits.service_code = codes.service_code
    WHERE visits.month BETWEEN addMonths({from_month:Date}, -5) AND {to_month:Date}
    GROUP BY client_id, visit_month, known_date, replaced_date
),
-- One row per client and landmark: visits of the last 3 delivered months, and the newest of the last 6 with hospital.
visits_3m AS
(
    SELECT
        client_id,
        ago.1 AS month,
        if(sumIf(planned_min, has(covered.recent, ago.2)) > 0, sumIf(performed_min, has(covered.recent, ago.2)) / sumIf(planned_min, has(covered.recent, ago.2)), NULL) AS performed_share,
        sumIf(visit_months.n_not_home, has(covered.recent, ago.2)) AS n_not_home,
        sumIf(visit_months.n_hospital, has(covered.recent, ago.2)) AS n_hospital,
        minIf(ago.2, visit_months.n_hospital > 0) AS months_since_hospital,
        countIf(visit_months.n_hospital > 0) > 0 AS has_hospital,
        sumIf(visit_months.n_alarm_responses, has(covered.recent, ago.2)) AS n_alarm_responses,
        sumIf(nurse_min, has(covered.recent, ago.2)) / 60 AS nurse_h,
        sumIf(rehab_min, has(covered.recent, ago.2)) / 60 AS rehab_h,
        sumIf(delegated_min, has(covered.recent, ago.2)) / 60 AS delegated_h
    FROM visit_months
    ARRAY JOIN arrayMap(months -> (addMonths(visit_month, months), months), range(6)) AS ago
    INNER JOIN covered ON covered.month = ago.1
    WHERE known_date <= addDays(toLastDayOfMonth(ago.1), 16) AND replaced_date > addDays(toLastDayOfMonth(ago.1), 16)
    GROUP BY client_id, month
),
-- One row per client, landmark and kind of action: registered actions of the last 6 months.
action_kinds AS
(
    SELECT client_id, addMonths(action_month, arrayJoin(range(6))) AS month, kva_code, sum(n) AS n_actions, min(action_month) AS first_action_month
    FROM
    (
        SELECT client_id, actions.month AS action_month, kva_code, known_date, replaced_date, count() AS n
        FROM stg.hsl_action_versions AS actions
        WHERE actions.month BETWEEN addMonths({from_month:Date}, -5) AND {to_month:Date}
        GROUP BY client_id, action_month, kva_code, known_date, replaced_date
    )
    WHERE known_date <= addDays(toLastDayOfMonth(month), 16) AND replaced_date > addDays(toLastDayOfMonth(month), 16)
    GROUP BY client_id, month, kva_code
),
-- One row per client and landmark: these actions.
actions_6m AS
(
    SELECT client_id, month, sum(n_actions) AS n_actions, count() AS n_kinds, countIf(first_action_month > addMonths(month, -3)) AS n_new_kinds
    FROM action_kinds
    GROUP BY client_id, month
),
-- One row per client and landmark with health care in the register's last 4 months.
register AS
(
    SELECT DISTINCT client_id, month
    FROM
    (
        SELECT client_id, addMonths(care.month, arrayJoin(range(4))) AS month, known_date, replaced_date
        FROM stg.hsl_client_versions AS care
        WHERE care.month BETWEEN addMonths({from_month:Date}, -3) AND {to_month:Date}
    )
    WHERE known_date <= addDays(toLastDayOfMonth(month), 16) AND replaced_date > addDays(toLastDayOfMonth(month), 16)
),
-- One row per client, landmark and category: the newest assessment known then.
standing AS
(
    SELECT
        client_id,
        landmarks.month AS month,
        life_area,
        icf_code,
        nullIf(argMax(ifNull(assessments.limitation, 255), assessments.assessed_date), 255) AS newest_limitation,
        max(assessments.assessed_date) AS newest_date,
        nullIf(argMaxIf(ifNull(assessments.limitation, 255), assessments.assessed_date, assessments.assessed_date <= toLastDayOfMonth(addMonths(landmarks.month, -12))), 255) AS earlier_limitation,
        countIf(assessments.assessed_date <= toLastDayOfMonth(addMonths(landmarks.month, -12))) > 0 AND newest_date > toLastDayOfMonth(addMonths(landmarks.month, -12)) AS is_reassessed
    FROM stg.assessment_versions AS assessments
    CROSS JOIN landmarks
    WHERE assessments.known_date <= landmarks.as_of_date AND assessments.replaced_date > landmarks.as_of_date
        AND assessments.month > addMonths({from_month:Date}, -36) AND assessments.month <= {to_month:Date}
        AND assessments.assessed_date > toLastDayOfMonth(addMonths(landmarks.month, -36)) AND assessments.assessed_date <= landmarks.last_date
    GROUP BY client_id, month, life_area, icf_code
),
-- One row per client and landmark: limitations by life area.
limitations AS
(
    SELECT
        client_id,
        month,
        avgOrNullIf(newest_limitation, life_area = 'd1') AS limitation_d1,
        avgOrNullIf(newest_limitation, life_area = 'd2') AS limitation_d2,
        avgOrNullIf(newest_limitation, life_area = 'd3') AS limitation_d3,
        avgOrNullIf(newest_limitation, life_area = 'd4') AS limitation_d4,
        avgOrNullIf(newest_limitation, life_area = 'd5') AS limitation_d5,
        avgOrNullIf(newest_limitation, life_area = 'd6') AS limitation_d6,
        avgOrNullIf(newest_limitation, life_area = 'd7') AS limitation_d7,
        avgOrNullIf(newest_limitation, life_area = 'd9') AS limitation_d9,
        sumOrNull(newest_limitation) AS limitation_total,
        avgOrNullIf(toInt16(newest_limitation) - toInt16(earlier_limitation), is_reassessed) AS limitation_change,
        countIf(newest_limitation >= 3) AS n_severe,
        ifNull(maxOrNullIf(newest_limitation, life_area IN ('d4', 'd5')) < 4, false) AS can_decline,
        max(newest_date) AS assessed_date
    FROM standing
    GROUP BY client_id, month
),
-- One row per client and landmark with a preventive intervention begun in the last 12 months.
interventions AS
(
    SELECT client_id, landmarks.month AS month
    FROM stg.intervention_versions AS begun
    CROSS JOIN landmarks
    WHERE begun.known_date <= landmarks.as_of_date AND begun.replaced_date > landmarks.as_of_date
        AND begun.started_date > toLastDayOfMonth(addMonths(landmarks.month, -12)) AND begun.started_date <= landmarks.last_date
    GROUP BY client_id, month
),
-- One row per client and landmark by whose month's end the client was known to have died or moved out.
gone AS
(
    SELECT client_id, landmarks.month AS month
    FROM stg.person_events AS events
    CROSS JOIN landmarks
    WHERE events.known_date <= landmarks.as_of_date AND events.event_date <= landmarks.last_date
    GROUP BY client_id, month
    HAVING countIf(event_kind = 'death') > 0 OR maxIf(event_date, event_kind = 'moved_out') > maxIf(event_date, event_kind = 'moved_in')
),
-- One row per client and landmark with home care or health care, outside special housing.
people AS
(
    SELECT client_id, month
    FROM
    (
        SELECT client_id, month, hours_now > 0 AS has_care, has_special_housing FROM services
        UNION ALL
        SELECT client_id, month, true AS has_care, false AS has_special_housing FROM register
    )
    WHERE month BETWEEN {from_month:Date} AND {to_month:Date}
    GROUP BY client_id, month
    HAVING max(has_care) AND NOT max(has_special_housing)
)
SELECT
    people.client_id AS client_id,
    people.month AS month,
    addDays(toLastDayOfMonth(people.month), 16) AS as_of_date,
    hours_now > 0 AS has_home_care,
    ifNull(limitations.can_decline, false) AS can_decline,
    dateDiff('month', clients.birth_month, people.month) / 12 AS age_years,
    multiIf(clients.sex = 'female', 1, clients.sex = 'male', 0, 0.5) AS is_female,
    toFloat64(services.is_single_household) AS is_single_household,
    ifNull(services.hours_now, 0) AS hours_now,
    if(addMonths(people.month, -1) >= covered.first_sol_month, log((hours_now + 1) / (ifNull(services.hours_1m, 0) + 1)), NULL) AS hours_change_1m,
    if(addMonths(people.month, -3) >= covered.first_sol_month, log((hours_now + 1) / (ifNull(services.hours_3m, 0) + 1)), NULL) AS hours_change_3m,
    if(addMonths(people.month, -6) >= covered.first_sol_month, log((hours_now + 1) / (ifNull(services.hours_6m, 0) + 1)), NULL) AS hours_change_6m,
    if(addMonths(people.month, -12) >= covered.first_sol_month, log((hours_now + 1) / (ifNull(services.hours_12m, 0) + 1)), NULL) AS hours_change_12m,
    if(addMonths(people.month, -12) >= covered.first_sol_month,
        arrayReduce('stddevPop', arrayMap(
            hours -> log(ifNull(hours, 0) + 1),
            [services.hours_now, services.hours_1m, services.hours_3m, services.hours_6m, services.hours_12m])),
        NULL) AS hours_volatility_12m,
    toFloat64(services.months_since_change) AS months_since_change,
    toFloat64(ifNull(services.n_changes_12m, 0)) AS n_changes_12m,
    toFloat64(services.months_with_care) AS months_with_care,
    toFloat64(ifNull(services.has_personal_care, 0)) AS has_personal_care,
    toFloat64(ifNull(services.has_alarm, 0)) AS has_alarm,
    toFloat64(ifNull(services.has_meals, 0)) AS has_meals,
    toFloat64(ifNull(services.has_day_care, 0)) AS has_day_care,
    toFloat64(ifNull(services.n_short_term_6m, 0)) AS n_short_term_6m,
    if(covered.has_visits, visits_3m.performed_share, NULL) AS performed_share_3m,
    if(covered.has_visits, toFloat64(ifNull(visits_3m.n_not_home, 0)), NULL) AS n_missed_not_home_3m,
    if(covered.has_visits, toFloat64(ifNull(visits_3m.n_hospital, 0)), NULL) AS n_missed_hospital_3m,
    if(covered.has_visits, toFloat64(if(ifNull(visits_3m.has_hospital, 0), visits_3m.months_since_hospital, 6)), NULL) AS months_since_hospital,
    if(covered.has_visits, toFloat64(ifNull(visits_3m.n_alarm_responses, 0)), NULL) AS n_alarm_responses_3m,
    if(covered.has_visits, ifNull(visits_3m.nurse_h, 0), NULL) AS nurse_h_3m,
    if(covered.has_visits, ifNull(visits_3m.rehab_h, 0), NULL) AS rehab_h_3m,
    if(covered.has_visits, ifNull(visits_3m.delegated_h, 0), NULL) AS delegated_h_3m,
    if(addMonths(people.month, -5) >= covered.first_actions_month, toFloat64(ifNull(actions_6m.n_actions, 0)), NULL) AS n_hsl_actions_6m,
    if(addMonths(people.month, -5) >= covered.first_actions_month, toFloat64(ifNull(actions_6m.n_kinds, 0)), NULL) AS n_hsl_kinds_6m,
    if(addMonths(people.month, -5) >= covered.first_actions_month, toFloat64(ifNull(actions_6m.n_new_kinds, 0)), NULL) AS n_new_hsl_kinds_3m,
    toFloat64(isNotNull(register.month)) AS has_hsl,
    limitations.limitation_d1 AS limitation_d1,
    limitations.limitation_d2 AS limitation_d2,
    limitations.limitation_d3 AS limitation_d3,
    limitations.limitation_d4 AS limitation_d4,
    limitations.limitation_d5 AS limitation_d5,
    limitations.limitation_d6 AS limitation_d6,
    limitations.limitation_d7 AS limitation_d7,
    limitations.limitation_d9 AS limitation_d9,
    toFloat64(limitations.limitation_total) AS limitation_total,
    limitations.limitation_change AS limitation_change_12m,
    toFloat64(limitations.n_severe) AS n_severe_limitations,
    toFloat64(dateDiff('month', limitations.assessed_date, toLastDayOfMonth(people.month))) AS assessment_age_months,
    toFloat64(isNotNull(interventions.month)) AS has_recent_intervention
FROM people
LEFT JOIN services ON people.client_id = services.client_id AND people.month = services.month
INNER JOIN core.clients AS clients ON people.client_id = clients.client_id
LEFT JOIN covered ON people.month = covered.month
LEFT JOIN visits_3m ON people.client_id = visits_3m.client_id AND people.month = visits_3m.month
LEFT JOIN actions_6m ON people.client_id = actions_6m.client_id AND people.month = actions_6m.month
LEFT JOIN register ON people.client_id = register.client_id AND people.month = register.month
LEFT JOIN limitations ON people.client_id = limitations.client_id AND people.month = limitations.month
LEFT JOIN interventions ON people.client_id = interventions.client_id AND people.month = interventions.month
WHERE (people.client_id, people.month) NOT IN (SELECT gone.client_id, gone.month FROM gone)
    AND people.client_id NOT IN (SELECT excluded.client_id FROM core.excluded_clients AS excluded WHERE excluded.is_from_models)
SETTINGS join_use_nulls = 1;
