-- mart.candidates: clients of today with everything that one can select on.
-- Grain:    one row per client with home care, health care, special housing or another service in the latest month, but those left out of selections.
-- Keys:     client_id.
-- Sources:  core.areas, core.clients, core.excluded_clients, core.known_interventions, mart.client_categories, mart.client_months, model.current_runs, model.expected_hours, model.potentials, model.risk_reasons, model.risk_scores.
-- Load:     replaced whole.
-- Access:   person; health care: nurse_min, rehab_min, delegated_min, hsl_3m_min, hsl_before_3m_min, has_hsl, n_hsl_actions_6m, categories, severities, reasons_sv, reasons_en.
-- Sort key: read by area, then client.
CREATE TABLE IF NOT EXISTS mart.candidates
(
    client_id                UInt64                              COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    month                    Date                                COMMENT 'Latest delivered month, its first day: today.',
    status                   Enum8('none' = 0, 'home_care' = 1, 'hsl_only' = 2, 'special_housing' = 3, 'dead' = 4, 'moved' = 5)COMMENT 'home_care, hsl_only, special_housing or none: see mart.client_months.',
    area_id                  LowCardinality(String)              COMMENT 'Home-care area -> core.areas.area_id; empty where unknown.',
    area_name                String                              COMMENT 'Name of the area.',
    sex                      Enum8('unknown' = 0, 'female' = 1, 'male' = 2)COMMENT 'Sex.',
    age_years                UInt8                               COMMENT 'Age, whole years.',
    is_single_household      Nullable(Bool)                      COMMENT 'One-person household; NULL where unknown.',
    is_protected             Bool                                COMMENT 'Protected identity (sv: skyddade personuppgifter).',
    decision_area_id         LowCardinality(String) DEFAULT '?'  COMMENT 'Area of the newest decision -> core.clients.area_id: it says who may see the client; empty where none has been delivered, ? (nobody of some areas) where it was not written.',
    decision_parent_area_id  LowCardinality(String)              COMMENT 'The area above that one -> core.areas.parent_area_id; empty where none.',
    has_decision             Bool                                COMMENT 'Has had a decision under the Social Services Act (SoL) -> core.clients.has_decision.',
    hours_now                Float64                             COMMENT 'Granted home care now, hours per month.',
    hours_performed          Nullable(Float64)                   COMMENT 'Performed home care in the month, hours; NULL where not delivered.',
    hours_6m_ago             Float64                             COMMENT 'Granted home care 6 months ago, hours per month; 0 where none.',
    hours_12m_ago            Float64                             COMMENT 'Granted home care 12 months ago, hours per month; 0 where none.',
    hours_change_6m_h        Float64                             COMMENT 'hours_now - hours_6m_ago, hours per month.',
    hours_12m                Array(Float64)                      COMMENT 'Granted home care in each of the last 12 months, oldest first, hours per month.',
    nurse_min                Nullable(UInt32)                    COMMENT 'Nurse visits in the month, minutes; NULL where not delivered.',
    rehab_min                Nullable(UInt32)                    COMMENT 'Visits by therapists in the month, minutes; NULL where not delivered.',
    delegated_min            Nullable(UInt32)                    COMMENT 'Delegated health-care actions in the month, minutes; NULL where not delivered.',
    hsl_3m_min               UInt64                              COMMENT 'Nurse, therapists and delegated actions in the last 3 months, minutes.',
    hsl_before_3m_min        UInt64                              COMMENT 'The same in the 3 months before these, minutes.',
    has_hsl                  Bool                                COMMENT 'Health care now.',
    n_hsl_actions_6m         UInt64                              COMMENT 'Registered health-care actions in the last 6 months.',
    has_personal_care        Bool                                COMMENT 'Home care contains personal care.',
    has_alarm                Bool                                COMMENT 'Personal alarm.',
    has_meals                Bool                                COMMENT 'Meals.',
    has_day_care             Bool                                COMMENT 'Day activities.',
    has_short_term           Bool                                COMMENT 'Short-term stay.',
    n_missed_visits_3m       UInt64                              COMMENT 'Planned visits that did not take place in the last 3 months.',
    limitation_d1            Nullable(UInt8)                     COMMENT 'Limitation in life area d1, 0-4; NULL where not assessed.',
    limitation_d2            Nullable(UInt8)                     COMMENT 'Limitation in life area d2, 0-4; NULL where not assessed.',
    limitation_d3            Nullable(UInt8)                     COMMENT 'Limitation in life area d3, 0-4; NULL where not assessed.',
    limitation_d4            Nullable(UInt8)                     COMMENT 'Limitation in life area d4, 0-4; NULL where not assessed.',
    limitation_d5            Nullable(UInt8)                     COMMENT 'Limitation in life area d5, 0-4; NULL where not assessed.',
    limitation_d6            Nullable(UInt8)                     COMMENT 'Limitation in life area d6, 0-4; NULL where not assessed.',
    limitation_d7            Nullable(UInt8)                     COMMENT 'Limitation in life area d7, 0-4; NULL where not assessed.',
    limitation_d8            Nullable(UInt8)                     COMMENT 'Limitation in life area d8, 0-4; NULL where not assessed.',
    limitation_d9            Nullable(UInt8)                     COMMENT 'Limitation in life area d9, 0-4; NULL where not assessed.',
    assessed_date            Nullable(Date)                      COMMENT 'Day of the newest assessment; NULL where none.',
    categories               Array(LowCardinality(String))       COMMENT 'Categories now.',
    severities               Map(LowCardinality(String), UInt8)  COMMENT 'Severity of each category, 1-4.',
    n_interventions          UInt32                              COMMENT 'Preventive interventions so far, delivered or only registered here -> core.known_interventions.',
    last_intervention_kind   LowCardinality(String)              COMMENT 'Kind of the newest one; empty where none.',
    last_intervention_date   Nullable(Date)                      COMMENT 'Its first day, which may lie ahead where it was registered here; NULL where none.',
    last_intervention_result LowCardinality(String)              COMMENT 'Its result: good, partial, none or empty.',
    good_rehabilitation_date Nullable(Date)                      COMMENT 'End of the newest rehabilitation period or training with a good result; NULL where none.',
    risk_target              LowCardinality(String)              COMMENT 'What the risk is of -> core.risk_targets.target: need_doubled with home care, home_care_entry with health care only; empty without a score.',
    risk_probability         Nullable(Float64)                   COMMENT 'Probability of that within 12 months, 0-1; NULL without a score.',
    risk_low                 Nullable(Float64)                   COMMENT 'Lower end of its 80 % interval.',
    risk_high                Nullable(Float64)                   COMMENT 'Upper end of its 80 % interval.',
    risk_percentile          Nullable(Float64)                   COMMENT 'Share of those scored for the same target who have a lower risk, 0-100.',
    decline_probability      Nullable(Float64)                   COMMENT 'Probability of being assessed with a higher limitation in mobility or self-care within 12 months, 0-1; NULL without a score.',
    housing_probability      Nullable(Float64)                   COMMENT 'Probability of moving to special housing within 12 months, 0-1; NULL for those without home care.',
    hours_expected_3m        Nullable(Float64)                   COMMENT 'Granted home care expected in 3 months, hours per month; NULL for those without home care.',
    hours_expected_6m        Nullable(Float64)                   COMMENT 'Granted home care expected in 6 months, hours per month.',
    hours_expected           Nullable(Float64)                   COMMENT 'Granted home care expected in 12 months, hours per month, for those who still have home care then.',
    hours_expected_low       Nullable(Float64)                   COMMENT 'Lower end of its 80 % interval.',
    hours_expected_high      Nullable(Float64)                   COMMENT 'Upper end of its 80 % interval.',
    potential_kind           LowCardinality(String)              COMMENT 'Kind of preventive intervention with the greatest expected decrease of hours in 12 months, of those that have support and whose 95 % interval lies below 0 -> core.intervention_kinds.kind; empty where none has.',
    potential_h              Nullable(Float64)                   COMMENT 'Expected change of granted home care with it after 12 months, hours per month; negative = fewer.',
    potential_low_h          Nullable(Float64)                   COMMENT 'Lower end of its interval.',
    potential_high_h         Nullable(Float64)                   COMMENT 'Upper end of its interval.',
    reasons_sv               Array(String)                       COMMENT 'The three main reasons for the estimate in words, Swedish.',
    reasons_en               Array(String)                       COMMENT 'The three main reasons for the estimate in words, English.',
    run_id                   Nullable(UInt64)                    COMMENT 'Run of the score -> model.runs.run_id; NULL without a score.'
)
ENGINE = MergeTree
ORDER BY (area_id, client_id)
COMMENT 'Clients of today with everything that one can select on (sv: urval).';

INSERT INTO mart.candidates
-- One row: the latest month.
WITH (SELECT max(months.month) FROM mart.client_months AS months) AS latest_month,
-- One row per client: the last 12 months in one.
courses AS
(
    SELECT
        client_id,
        sumIf(home_care_granted_h, month = addMonths(latest_month, -6)) AS hours_6m_ago,
        sumIf(home_care_granted_h, month = addMonths(latest_month, -12)) AS hours_12m_ago,
        arrayMap(
            ago -> ifNull(mapFromArrays(groupArray(months.month), groupArray(months.home_care_granted_h))[addMonths(latest_month, -ago)], 0),
            reverse(range(12))) AS hours_12m,
        sumIf(ifNull(nurse_min, 0) + ifNull(rehab_min, 0) + ifNull(delegated_min, 0), month > addMonths(latest_month, -3)) AS hsl_3m_min,
        sumIf(ifNull(nurse_min, 0) + ifNull(rehab_min, 0) + ifNull(delegated_min, 0), month > addMonths(latest_month, -6) AND month <= addMonths(latest_month, -3)) AS hsl_before_3m_min,
        sumIf(ifNull(n_hsl_actions, 0), month > addMonths(latest_month, -6)) AS n_hsl_actions_6m,
        sumIf(ifNull(n_missed_visits, 0), month > addMonths(latest_month, -3)) AS n_missed_visits_3m
    FROM mart.client_months AS months
    WHERE month >= addMonths(latest_month, -12)
    GROUP BY client_id
),
-- One row per client with categories.
severities AS
(
    SELECT client_id, mapSort(mapFromArrays(groupArray(category), groupArray(severity))) AS severities
    FROM mart.client_categories
    WHERE month = latest_month
    GROUP BY client_id
),
-- One row per client with interventions.
helped AS
(
    SELECT
        client_id,
        count() AS n_interventions,
        argMax(kind, (started_date, intervention_id, ledger_id)) AS last_intervention_kind,
        max(started_date) AS last_intervention_date,
        argMax(result_kind, (started_date, intervention_id, ledger_id)) AS last_intervention_result,
        maxOrNullIf(ended_date, kind IN ('rehabilitation', 'training') AND result_kind = 'good') AS good_rehabilitation_date
    FROM core.known_interventions
    GROUP BY client_id
),
-- One row per client with a score of the runs that are shown.
scores AS
(
    SELECT
        client_id,
        anyIf(target, target IN ('need_doubled', 'home_care_entry')) AS risk_target,
        anyOrNullIf(scored.probability, target IN ('need_doubled', 'home_care_entry')) AS probability,
        anyOrNullIf(scored.probability_low, target IN ('need_doubled', 'home_care_entry')) AS probability_low,
        anyOrNullIf(scored.probability_high, target IN ('need_doubled', 'home_care_entry')) AS probability_high,
        anyOrNullIf(scored.percentile, target IN ('need_doubled', 'home_care_entry')) AS percentile,
        anyOrNullIf(scored.probability, target = 'function_decline') AS decline_probability,
        anyOrNullIf(scored.probability, target = 'special_housing') AS housing_probability,
        anyOrNullIf(scored.hours_expected, target = 'need_doubled') AS hours_expected,
        anyOrNullIf(scored.hours_expected_low, target = 'need_doubled') AS hours_expected_low,
        anyOrNullIf(scored.hours_expected_high, target = 'need_doubled') AS hours_expected_high,
        anyOrNullIf(scored.run_id, target IN ('need_doubled', 'home_care_entry')) AS run_id
    FROM model.risk_scores AS scored
    WHERE horizon_months = 12 AND scored.run_id IN (SELECT run_id FROM model.current_runs WHERE model = 'risk')
    GROUP BY client_id
    HAVING risk_target != ''
),
-- One row per client with expected hours nearer than a year.
nearer AS
(
    SELECT
        client_id,
        anyOrNullIf(hours.hours_expected, horizon_months = 3) AS hours_expected_3m,
        anyOrNullIf(hours.hours_expected, horizon_months = 6) AS hours_expected_6m
    FROM model.expected_hours AS hours
    WHERE run_id IN (SELECT run_id FROM model.current_runs WHERE model = 'hours')
    GROUP BY client_id
),
-- One row per client with a potential: the kind with the greatest decrease that is more than chance.
potentials AS
(
    SELECT
        client_id,
        argMin(toString(kind), (expected_change_h, kind)) AS potential_kind,
        argMin(expected_change_h, (expected_change_h, kind)) AS potential_h,
        argMin(change_low_h, (expected_change_h, kind)) AS potential_low_h,
        argMin(change_high_h, (expected_change_h, kind)) AS potential_high_h
    FROM model.potentials
    WHERE horizon_months = 12 AND is_supported AND change_high_h < 0
        AND run_id IN (SELECT run_id FROM model.current_runs WHERE model = 'effect')
    GROUP BY client_id
),
-- One row per client and target with reasons: the first three that raise the estimate.
reasons AS
(
    SELECT
        client_id,
        target,
        arrayMap(pair -> pair.2, arraySort(groupArray((rank, sentence_sv)))) AS reasons_sv,
        arrayMap(pair -> pair.2, arraySort(groupArray((rank, sentence_en)))) AS reasons_en
    FROM model.risk_reasons
    WHERE rank <= 3 AND run_id IN (SELECT run_id FROM model.current_runs WHERE model = 'risk')
    GROUP BY client_id, target
)
SELECT
    now.client_id AS client_id,
    now.month AS month,
    now.status AS status,
    now.area_id AS area_id,
    ifNull(areas.area_name, '') AS area_name,
    now.sex AS sex,
    now.age_years AS age_years,
    now.is_single_household AS is_single_household,
    clients.is_protected AS is_protected,
    clients.area_id AS decision_area_id,
    ifNull(decided.parent_area_id, '') AS decision_parent_area_id,
    clients.has_decision AS has_decision,
    now.home_care_granted_h AS hours_now,
    now.home_care_performed_h AS hours_performed,
    courses.hours_6m_ago AS hours_6m_ago,
    courses.hours_12m_ago AS hours_12m_ago,
    hours_now - courses.hours_6m_ago AS hours_change_6m_h,
    courses.hours_12m AS hours_12m,
    now.nurse_min AS nurse_min,
    now.rehab_min AS rehab_min,
    now.delegated_min AS delegated_min,
    courses.hsl_3m_min AS hsl_3m_min,
    courses.hsl_before_3m_min AS hsl_before_3m_min,
    now.has_hsl AS has_hsl,
    courses.n_hsl_actions_6m AS n_hsl_actions_6m,
    now.has_personal_care AS has_personal_care,
    now.has_alarm AS has_alarm,
    now.has_meals AS has_meals,
    now.has_day_care AS has_day_care,
    now.has_short_term AS has_short_term,
    courses.n_missed_visits_3m AS n_missed_visits_3m,
    now.limitation_d1 AS limitation_d1,
    now.limitation_d2 AS limitation_d2,
    now.limitation_d3 AS limitation_d3,
    now.limitation_d4 AS limitation_d4,
    now.limitation_d5 AS limitation_d5,
    now.limitation_d6 AS limitation_d6,
    now.limitation_d7 AS limitation_d7,
    now.limitation_d8 AS limitation_d8,
    now.limitation_d9 AS limitation_d9,
    now.assessed_date AS assessed_date,
    now.categories AS categories,
    severities.severities AS severities,
    ifNull(helped.n_interventions, 0) AS n_interventions,
    ifNull(helped.last_intervention_kind, '') AS last_intervention_kind,
    helped.last_intervention_date AS last_intervention_date,
    ifNull(helped.last_intervention_result, '') AS last_intervention_result,
    helped.good_rehabilitation_date AS good_rehabilitation_date,
    ifNull(scores.risk_target, '') AS risk_target,
    scores.probability AS risk_probability,
    scores.probability_low AS risk_low,
    scores.probability_high AS risk_high,
    scores.percentile AS risk_percentile,
    scores.decline_probability AS decline_probability,
    scores.housing_probability AS housing_probability,
    nearer.hours_expected_3m AS hours_expected_3m,
    nearer.hours_expected_6m AS hours_expected_6m,
    scores.hours_expected AS hours_expected,
    scores.hours_expected_low AS hours_expected_low,
    scores.hours_expected_high AS hours_expected_high,
    ifNull(potentials.potential_kind, '') AS potential_kind,
    potentials.potential_h AS potential_h,
    potentials.potential_low_h AS potential_low_h,
    potentials.potential_high_h AS potential_high_h,
    reasons.reasons_sv AS reasons_sv,
    reasons.reasons_en AS reasons_en,
    scores.run_id AS run_id
FROM mart.client_months AS now
INNER JOIN core.clients AS clients ON now.client_id = clients.client_id
INNER JOIN courses ON now.client_id = courses.client_id
LEFT JOIN core.areas AS areas ON now.area_id = areas.area_id
LEFT JOIN core.areas AS decided ON clients.area_id = decided.area_id
LEFT JOIN severities ON now.client_id = severities.client_id
LEFT JOIN helped ON now.client_id = helped.client_id
LEFT JOIN scores ON now.client_id = scores.client_id
LEFT JOIN potentials ON now.client_id = potentials.client_id
LEFT JOIN nearer ON now.client_id = nearer.client_id
LEFT JOIN reasons ON now.client_id = reasons.client_id AND scores.risk_target = reasons.target
WHERE now.month = latest_month
    AND now.status NOT IN ('dead', 'moved')
    AND (now.status IN ('home_care', 'hsl_only', 'special_housing') OR now.has_alarm OR now.has_meals OR now.has_day_care OR now.has_short_term)
    AND now.client_id NOT IN (SELECT excluded.client_id FROM core.excluded_clients AS excluded WHERE excluded.is_from_selections)
SETTINGS join_use_nulls = 1;
