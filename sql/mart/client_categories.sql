-- mart.client_categories: categories of clients over home care and health care.
-- Grain:    one row per client, month and category.
-- Keys:     client_id, month, category.
-- Sources:  core.assessments, core.category_rules, core.clients, core.hsl_actions, core.service_decisions, core.visits.
-- Load:     replaced by month.
-- Sort key: read by client; then month.
CREATE TABLE IF NOT EXISTS mart.client_categories
(
    client_id    UInt64                        COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    month        Date                          COMMENT 'Month, its first day.',
    category     LowCardinality(String)        COMMENT 'physical, cognitive, psychosocial, nursing, rehabilitation or service_only.',
    severity     UInt8                         COMMENT 'Severity 1-4 by core.category_rules, the highest of the rules that hold.',
    from_codes   Array(LowCardinality(String)) COMMENT 'Codes that decided: ICF, KVÅ or service codes.',
    rule_version UInt16                        COMMENT 'Version of the rules.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (client_id, month, category)
COMMENT 'Categories of clients (sv: målgrupper) over home care and health care, by month.';

INSERT INTO mart.client_categories
-- One row per client and ICF code for each month with an assessment: those before the first month only by their newest, in that month.
WITH assessed AS
(
    SELECT
        client_id,
        icf_code,
        greatest(toStartOfMonth(assessments.assessed_date), {from_month:Date}) AS from_assessed_month,
        argMax(limitation, assessments.assessed_date) AS newest_limitation,
        max(assessments.assessed_date) AS newest_date
    FROM core.assessments AS assessments
    WHERE assessments.assessed_date >= addMonths({from_month:Date}, -23) AND assessments.assessed_date <= toLastDayOfMonth({to_month:Date})
    GROUP BY client_id, icf_code, from_assessed_month
),
-- One row per client, month and ICF code: the newest assessment up to the month.
limitations AS
(
    SELECT
        client_id,
        addMonths({from_month:Date}, arrayJoin(range(toUInt16(dateDiff('month', {from_month:Date}, {to_month:Date}) + 1)))) AS month,
        icf_code AS code,
        argMax(newest_limitation, assessed.newest_date) AS amount,
        max(assessed.newest_date) AS newest_date
    FROM assessed
    WHERE month >= from_assessed_month
    GROUP BY client_id, month, code
),
-- One row per client, month of care and KVÅ code or kind of visit.
events AS
(
    SELECT client_id, toStartOfMonth(performed_date) AS event_month, 'kva' AS source_kind, toString(kva_code) AS code, count() AS n
    FROM core.hsl_actions
    WHERE performed_date >= addMonths({from_month:Date}, -23) AND performed_date <= toLastDayOfMonth({to_month:Date})
    GROUP BY client_id, event_month, code
    UNION ALL
    SELECT client_id, toStartOfMonth(visit_date) AS event_month, 'visit' AS source_kind, toString(service_code) AS code, sum(n_visits) AS n
    FROM core.visits
    WHERE visit_date >= addMonths({from_month:Date}, -23) AND visit_date <= toLastDayOfMonth({to_month:Date})
    GROUP BY client_id, event_month, code
),
-- One row per client, month, rule and code that meets it, with the amount that severity is judged by.
met AS
(
    SELECT client_id, month, rules.category AS category, rules.rule_id AS rule_id, toString(code) AS code, toFloat64(amount) AS amount,
        rules.severity_1_from, rules.severity_2_from, rules.severity_3_from, rules.severity_4_from, rules.version AS version
    FROM limitations
    INNER JOIN core.category_rules AS rules ON rules.source_kind = 'icf'
    WHERE startsWith(toString(code), rules.code_prefix) AND amount >= rules.min_limitation
        AND dateDiff('month', newest_date, month) < rules.lookback_months
    UNION ALL
    SELECT client_id, addMonths(event_month, arrayJoin(range(rules.lookback_months))) AS month, rules.category AS category, rules.rule_id AS rule_id,
        code, toFloat64(n) AS amount,
        rules.severity_1_from, rules.severity_2_from, rules.severity_3_from, rules.severity_4_from, rules.version AS version
    FROM events
    INNER JOIN core.category_rules AS rules ON rules.source_kind = events.source_kind
    WHERE startsWith(code, rules.code_prefix)
    UNION ALL
    SELECT client_id, addMonths({from_month:Date}, arrayJoin(range(toUInt16(dateDiff('month', {from_month:Date}, {to_month:Date}) + 1)))) AS month, rules.category AS category, rules.rule_id AS rule_id,
        'home_care_service_only' AS code, toFloat64(ifNull(granted_h_per_month, 0)) AS amount,
        rules.severity_1_from, rules.severity_2_from, rules.severity_3_from, rules.severity_4_from, rules.version AS version
    FROM core.service_decisions
    INNER JOIN core.category_rules AS rules ON rules.source_kind = 'service'
    WHERE service_code = 'home_care' AND has_service AND NOT has_personal_care AND is_executed
        AND valid_from <= toLastDayOfMonth(month) AND ifNull(valid_to, toDate('2149-01-01')) > toLastDayOfMonth(month)
),
-- One row per client, month and rule: amounts of a rule's codes together, the highest limitation for assessed needs.
judged AS
(
    SELECT
        client_id,
        month,
        category,
        rule_id,
        any(version) AS version,
        groupUniqArray(code) AS codes,
        if(any(rule_id LIKE 'cognitive%' OR rule_id LIKE 'physical%' OR rule_id LIKE 'psychosocial%'), max(amount), sum(amount)) AS total,
        multiIf(
            total >= any(severity_4_from), 4,
            total >= any(severity_3_from), 3,
            total >= any(severity_2_from), 2,
            total >= any(severity_1_from), 1,
            0) AS severity
    FROM met
    WHERE month BETWEEN {from_month:Date} AND {to_month:Date}
    GROUP BY client_id, month, category, rule_id
)
SELECT
    judged.client_id AS client_id,
    judged.month AS month,
    judged.category AS category,
    max(judged.severity) AS severity,
    arraySort(groupUniqArrayArray(judged.codes)) AS from_codes,
    max(judged.version) AS rule_version
FROM judged
INNER JOIN core.clients AS clients ON judged.client_id = clients.client_id
WHERE judged.severity > 0
    AND judged.month <= ifNull(clients.death_month, toDate('2149-01-01'))
    AND judged.month <= ifNull(clients.moved_out_month, toDate('2149-01-01'))
GROUP BY client_id, month, category;
