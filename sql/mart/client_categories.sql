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
    severity     UInt8                         COMMENT 'Severity 1-4 by the newest version of core.category_rules, the highest of the rules that hold.',
    from_codes   Array(LowCardinality(String)) COMMENT 'Codes that met a rule of the category: ICF, KVÅ or service codes.',
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
        argMax(tuple(assessments.limitation), assessments.assessed_date).1 AS newest_limitation,
        max(assessments.assessed_date) AS newest_date
    FROM core.assessments AS assessments
    WHERE assessments.assessed_date >= addMonths({from_month:Date}, -23) AND assessments.assessed_date <= toLastDayOfMonth({to_month:Date})
    GROUP BY client_id, icf_code, from_assessed_month
),
-- One row per client, ICF code and month in which that assessment is the newest, where it says that there is a limitation.
limitations AS
(
    SELECT
        client_id,
        addMonths(from_assessed_month, arrayJoin(range(toUInt16(dateDiff('month', from_assessed_month, next_month))))) AS month,
        toString(icf_code) AS code,
        newest_limitation AS amount,
        newest_date
    FROM
    (
        SELECT
            *,
            leadInFrame(from_assessed_month, 1, addMonths({to_month:Date}, 1)) OVER (
                PARTITION BY client_id, icf_code
                ORDER BY from_assessed_month
                ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS next_month
        FROM assessed
    )
    WHERE newest_limitation > 0
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
    HAVING n > 0
),
-- One row per client and month with executed home care that contains service and, over all of its decisions, no personal care.
service_only AS
(
    SELECT
        client_id,
        addMonths({from_month:Date}, arrayJoin(range(toUInt16(dateDiff('month', {from_month:Date}, {to_month:Date}) + 1)))) AS month,
        'home_care_service_only' AS code,
        sum(toFloat64(ifNull(granted_h_per_month, 0))) AS amount
    FROM core.service_decisions
    WHERE service_code = 'home_care' AND is_executed
        AND valid_from <= toLastDayOfMonth(month) AND ifNull(valid_to, toDate('2149-01-01')) > toLastDayOfMonth(month)
    GROUP BY client_id, month
    HAVING max(has_service) AND NOT max(has_personal_care)
),
-- One row per rule of the newest version of the set.
rules AS
(
    SELECT rule_id, category, source_kind, code_prefix, min_limitation, lookback_months,
        severity_1_from, severity_2_from, severity_3_from, severity_4_from, version
    FROM core.category_rules
    WHERE version = (SELECT max(newest.version) FROM core.category_rules AS newest)
),
-- One row per rule and code that it counts, of the codes that occur.
rule_codes AS
(
    SELECT rules.rule_id AS rule_id, rules.source_kind AS source_kind, rules.min_limitation AS min_limitation, rules.lookback_months AS lookback_months, codes.code AS code
    FROM
    (
        SELECT DISTINCT 'icf' AS source_kind, code FROM limitations
        UNION DISTINCT
        SELECT DISTINCT source_kind, code FROM events
        UNION DISTINCT
        SELECT DISTINCT 'service' AS source_kind, code FROM service_only
    ) AS codes
    INNER JOIN rules ON rules.source_kind = codes.source_kind
    WHERE startsWith(codes.code, rules.code_prefix)
),
-- One row per client, month, rule and code that meets it, with the amount that severity is judged by.
met AS
(
    SELECT limitations.client_id AS client_id, limitations.month AS month, rule_codes.rule_id AS rule_id, limitations.code AS code, toFloat64(limitations.amount) AS amount
    FROM limitations
    INNER JOIN rule_codes ON limitations.code = rule_codes.code
    WHERE rule_codes.source_kind = 'icf' AND limitations.amount >= rule_codes.min_limitation
        AND dateDiff('month', limitations.newest_date, limitations.month) < rule_codes.lookback_months
    UNION ALL
    SELECT events.client_id AS client_id, addMonths(events.event_month, arrayJoin(range(rule_codes.lookback_months))) AS month, rule_codes.rule_id AS rule_id, events.code AS code, toFloat64(events.n) AS amount
    FROM events
    INNER JOIN rule_codes ON events.source_kind = rule_codes.source_kind AND events.code = rule_codes.code
    WHERE month BETWEEN {from_month:Date} AND {to_month:Date}
    UNION ALL
    SELECT service_only.client_id AS client_id, service_only.month AS month, rule_codes.rule_id AS rule_id, service_only.code AS code, service_only.amount AS amount
    FROM service_only
    INNER JOIN rule_codes ON service_only.code = rule_codes.code
    WHERE rule_codes.source_kind = 'service'
),
-- One row per client, month and rule: amounts of a rule's codes together, the highest limitation for assessed needs.
judged AS
(
    SELECT
        summed.client_id AS client_id,
        summed.month AS month,
        rules.category AS category,
        rules.version AS version,
        summed.codes AS codes,
        if(rules.source_kind = 'icf', summed.highest, summed.total) AS amount,
        multiIf(
            amount >= rules.severity_4_from, 4,
            amount >= rules.severity_3_from, 3,
            amount >= rules.severity_2_from, 2,
            amount >= rules.severity_1_from, 1,
            0) AS severity
    FROM
    (
        SELECT client_id, month, rule_id, groupUniqArray(code) AS codes, sum(amount) AS total, max(amount) AS highest
        FROM met
        GROUP BY client_id, month, rule_id
    ) AS summed
    INNER JOIN rules ON summed.rule_id = rules.rule_id
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
