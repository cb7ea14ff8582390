-- mart.client_categories: categories of clients over home care and health care.
-- Grain:    one row per client, month and category.
-- Keys:     client_id, month, category.
-- Sources:  core.assessments, core.category_rules, core.clients, core.hsl_actions, core.hsl_client_months, core.service_codes, core.service_decisions, core.visits.
-- Load:     replaced by month.
-- Access:   person, health care.
-- Sort key: read by client; then month.
CREATE TABLE IF NOT EXISTS mart.client_categories
(
    client_id    UInt64                        COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    month        Date                          COMMENT 'Month, its first day.',
    category     LowCardinality(String)        COMMENT 'Category by core.category_rules, such as physical, cognitive, psychosocial, nursing, rehabilitation, palliative or service_only.',
    severity     UInt8                         COMMENT 'Severity 1-4, the highest of the rules that hold; a client in whom nothing was found has no row.',
    from_codes   Array(LowCardinality(String)) COMMENT 'Codes that met a rule of the category: ICF, KVÅ or service codes, kinds of visits, or the health-care register.',
    rule_version UInt16                        COMMENT 'Version of the rules: the newest that is valid on the last day of the month.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (client_id, month, category)
COMMENT 'Categories of clients (sv: målgrupper) over home care and health care, by month.';

INSERT INTO mart.client_categories
-- Months are counted from 0, the first asked for; a span of months goes from begins to before ends.
WITH dateDiff('month', {from_month:Date}, {to_month:Date}) + 1 AS n_months,
-- One row per rule of a version that counts in a month asked for, with the version that counts in each.
rules AS
(
    SELECT
        all_rules.*,
        if(rule_group = '', concat(rule_id, ' alone'), rule_group) AS unit,
        countIf(NOT is_absent) OVER (PARTITION BY version, category, unit) AS n_required,
        arraySum(arrayMap((i, counting) -> if(counting = version, bitShiftLeft(toUInt64(1), i), 0), range(n_months), counted.month_versions)) AS version_bits
    FROM core.category_rules AS all_rules
    CROSS JOIN
    (
        SELECT arrayMap(
            i -> arrayMax(arrayMap(v -> if(v.2 <= toLastDayOfMonth(addMonths({from_month:Date}, i)), v.1, 0), groupUniqArray((version, valid_from)))),
            range(n_months)) AS month_versions
        FROM core.category_rules
    ) AS counted
    WHERE version_bits > 0
),
-- One row per rule and code that it counts, of the codes that occur; those of life areas are assessed codes.
rule_codes AS
(
    SELECT
        rules.rule_id AS rule_id,
        rules.version AS version,
        rules.is_absent AS is_absent,
        rules.min_limitation AS min_limitation,
        rules.lookback_months AS lookback_months,
        [rules.severity_1_from, rules.severity_2_from, rules.severity_3_from, rules.severity_4_from] AS bands,
        codes.code_kind AS code_kind,
        codes.code AS code
    FROM
    (
        SELECT 'icf' AS code_kind, toString(icf_code) AS code, toString(any(life_area)) AS life_area
        FROM core.assessments
        GROUP BY icf_code
        UNION ALL
        SELECT 'kva' AS code_kind, toString(kva_code) AS code, '' AS life_area
        FROM core.hsl_actions
        GROUP BY kva_code
        UNION ALL
        SELECT arrayJoin(['visit', 'service']) AS code_kind, toString(service_code) AS code, '' AS life_area
        FROM core.service_codes
        UNION ALL
        SELECT 'service' AS code_kind, arrayJoin(['home_care_personal_care', 'home_care_service_only']) AS code, '' AS life_area
        UNION ALL
        SELECT 'register' AS code_kind, arrayJoin(['municipal', 'private']) AS code, '' AS life_area
    ) AS codes
    INNER JOIN rules ON if(rules.source_kind = 'life_area', 'icf', rules.source_kind) = codes.code_kind
    WHERE multiIf(
        rules.source_kind = 'life_area', codes.life_area = rules.code_prefix,
        rules.source_kind = 'service', codes.code = rules.code_prefix,
        startsWith(codes.code, rules.code_prefix))
),
-- One row per client, ICF code and assessment: the months in which it is the newest.
limitations AS
(
    SELECT client_id, code, assessment.1 AS begins, assessment.2 AS ends, assessment.3 AS limitation
    FROM
    (
        SELECT
            client_id,
            toString(icf_code) AS code,
            arraySort(groupArray((toInt16(dateDiff('month', {from_month:Date}, assessments.assessed_date)), assessments.assessed_date, assessments.limitation))) AS assessed,
            arrayMap((a, next) -> (a.1, next.1, ifNull(a.3, 0)), assessed, arrayPushBack(arrayPopFront(assessed), (toInt16(n_months), toDate(0), NULL))) AS spans
        FROM core.assessments AS assessments
        WHERE assessments.assessed_date BETWEEN addMonths({from_month:Date}, -23) AND toLastDayOfMonth({to_month:Date})
            AND (match(icf_code, (SELECT concat('^(', arrayStringConcat(groupArray(code_prefix), '|'), ')') FROM rules WHERE source_kind = 'icf'))
                OR life_area IN (SELECT code_prefix FROM rules WHERE source_kind = 'life_area'))
        GROUP BY client_id, icf_code
    )
    ARRAY JOIN arrayFilter(span -> span.3 > 0 AND span.2 > greatest(span.1, 0), spans) AS assessment
),
-- One row per client and month with executed home care or another service on its last day; contents of home care are services of their own.
services AS
(
    SELECT
        client_id,
        begins,
        arrayJoin(if(
            service_code = 'home_care',
            arrayFilter(
                given -> given != '',
                ['home_care', if(max(has_personal_care), 'home_care_personal_care', ''), if(max(has_service) AND NOT max(has_personal_care), 'home_care_service_only', '')]),
            [toString(service_code)])) AS code,
        sum(toFloat64(ifNull(granted_h_per_month, 0))) AS amount
    FROM
    (
        SELECT
            decisions.client_id AS client_id,
            decisions.service_code AS service_code,
            decisions.granted_h_per_month AS granted_h_per_month,
            decisions.has_personal_care AS has_personal_care,
            decisions.has_service AS has_service,
            greatest(dateDiff('month', {from_month:Date}, valid_from), 1 - (SELECT max(lookback_months) FROM rules WHERE source_kind = 'service')) AS first_month,
            least(dateDiff('month', {from_month:Date}, ifNull(valid_to, toDate('2149-01-01'))), n_months) AS end_month,
            toInt16(arrayJoin(range(first_month, greatest(first_month, end_month)))) AS begins
        FROM core.service_decisions AS decisions
        WHERE is_executed AND (service_code = 'home_care' OR service_code IN (SELECT code_prefix FROM rules WHERE source_kind = 'service'))
    )
    GROUP BY client_id, begins, service_code
),
-- One row per client, month and KVÅ code, kind of visit or provider in the register, of those that a rule counts.
events AS
(
    SELECT client_id, 'kva' AS code_kind, toString(kva_code) AS code, toInt16(dateDiff('month', {from_month:Date}, performed_date)) AS begins, toFloat64(count()) AS amount
    FROM core.hsl_actions
    WHERE performed_date BETWEEN addMonths({from_month:Date}, 1 - (SELECT max(lookback_months) FROM rules WHERE source_kind = 'kva')) AND toLastDayOfMonth({to_month:Date})
        AND match(kva_code, (SELECT concat('^(', arrayStringConcat(groupArray(code_prefix), '|'), ')') FROM rules WHERE source_kind = 'kva'))
    GROUP BY client_id, code, begins
    UNION ALL
    SELECT client_id, 'visit' AS code_kind, toString(service_code) AS code, toInt16(dateDiff('month', {from_month:Date}, visit_date)) AS begins, toFloat64(sum(n_visits)) AS amount
    FROM core.visits
    WHERE visit_date BETWEEN addMonths({from_month:Date}, 1 - (SELECT max(lookback_months) FROM rules WHERE source_kind = 'visit')) AND toLastDayOfMonth({to_month:Date})
        AND match(service_code, (SELECT concat('^(', arrayStringConcat(groupArray(code_prefix), '|'), ')') FROM rules WHERE source_kind = 'visit'))
    GROUP BY client_id, code, begins
    HAVING amount > 0
    UNION ALL
    SELECT client_id, 'register' AS code_kind, arrayJoin(arrayFilter(kind -> kind != '', [if(has_municipal_provider, 'municipal', ''), if(has_private_provider, 'private', '')])) AS code,
        toInt16(dateDiff('month', {from_month:Date}, month)) AS begins, 1. AS amount
    FROM core.hsl_client_months
    WHERE month BETWEEN addMonths({from_month:Date}, 1 - (SELECT max(lookback_months) FROM rules WHERE source_kind = 'register')) AND {to_month:Date}
),
-- One row per client, rule and code for a span of months in which the rule counts it. A set of months is the bits of a number.
counted AS
(
    SELECT
        spans.client_id AS client_id,
        rule_codes.rule_id AS rule_id,
        rule_codes.version AS version,
        rule_codes.is_absent AS is_absent,
        rule_codes.bands AS bands,
        spans.code_kind AS code_kind,
        spans.code AS code,
        spans.amount AS amount,
        greatest(spans.begins, 0) AS first_month,
        least(spans.ends, spans.begins + rule_codes.lookback_months) AS end_month,
        bitShiftLeft(toUInt64(1), greatest(end_month, first_month)) - bitShiftLeft(toUInt64(1), first_month) AS month_bits
    FROM
    (
        SELECT client_id, 'icf' AS code_kind, code, begins, ends, toFloat64(limitation) AS amount
        FROM limitations
        UNION ALL
        SELECT client_id, 'service' AS code_kind, code, begins, n_months AS ends, amount
        FROM services
        UNION ALL
        SELECT client_id, code_kind, code, begins, n_months AS ends, amount
        FROM events
    ) AS spans
    INNER JOIN rule_codes ON spans.code_kind = rule_codes.code_kind AND spans.code = rule_codes.code
    WHERE month_bits > 0 AND (spans.code_kind != 'icf' OR spans.amount >= rule_codes.min_limitation)
),
-- One row per client and rule: the months in which severity is 1, 2, 3 and 4 or more, by the highest limitation or granted hours, or by events
-- together; and the codes with the months in which they count.
met AS
(
    SELECT
        client_id,
        rule_id,
        version,
        any(code_kind IN ('icf', 'service')) AS is_highest,
        any(bands) AS from_amounts,
        groupBitOrIf(month_bits, amount >= bands[1]) AS highest_1,
        groupBitOrIf(month_bits, amount >= bands[2]) AS highest_2,
        groupBitOrIf(month_bits, amount >= bands[3]) AS highest_3,
        groupBitOrIf(month_bits, amount >= bands[4]) AS highest_4,
        groupBitOr(month_bits) AS present_bits,
        sumForEachIf(arrayMap(i -> if(bitTest(month_bits, i), amount, 0), range(if(code_kind IN ('icf', 'service'), 0, n_months))), code_kind NOT IN ('icf', 'service')) AS totals,
        arrayMap(
            from_amount -> bitAnd(present_bits, arraySum(arrayMap((total, i) -> if(total >= from_amount, bitShiftLeft(toUInt64(1), i), 0), totals, range(length(totals))))),
            from_amounts) AS summed,
        if(is_highest, [highest_1, highest_2, highest_3, highest_4], summed) AS severity_bits,
        groupArrayIf((code, month_bits), NOT is_absent) AS codes
    FROM counted
    GROUP BY client_id, rule_id, version
),
-- One row per client, rule and its condition: the same in the months in which the client is of the rule's age.
aged AS
(
    SELECT
        met.client_id AS client_id,
        rules.version AS version,
        rules.category AS category,
        rules.unit AS unit,
        rules.n_required AS n_required,
        rules.is_absent AS is_absent,
        bitAnd(rules.version_bits, clients.living_bits) AS valid_bits,
        if(rules.min_age_years = 0, 0, greatest(12 * rules.min_age_years - clients.age_months, 0)) AS from_age,
        if(rules.max_age_years = 0, n_months, greatest(12 * (rules.max_age_years + 1) - clients.age_months, 0)) AS to_age,
        bitShiftLeft(toUInt64(1), least(greatest(to_age, from_age), n_months)) - bitShiftLeft(toUInt64(1), least(from_age, n_months)) AS age_bits,
        arrayMap(bits -> if(rules.is_absent, bitNot(bitAnd(met.severity_bits[1], age_bits)), bitAnd(bits, age_bits)), met.severity_bits) AS severity_bits,
        met.codes AS codes
    FROM met
    INNER JOIN rules ON met.rule_id = rules.rule_id AND met.version = rules.version
    INNER JOIN
    (
        SELECT
            client_id,
            dateDiff('month', birth_month, {from_month:Date}) AS age_months,
            dateDiff('month', {from_month:Date}, least(ifNull(death_month, toDate('2149-01-01')), ifNull(moved_out_month, toDate('2149-01-01')))) AS last_month,
            bitShiftLeft(toUInt64(1), least(greatest(last_month + 1, 0), n_months)) - 1 AS living_bits
        FROM core.clients
    ) AS clients ON met.client_id = clients.client_id
),
-- One row per client and rule of its own, or group of conditions: the months in which all conditions have severity 1, 2, 3 and 4 or more.
judged AS
(
    SELECT
        client_id,
        version,
        category,
        bitAnd(groupBitAnd(severity_bits[1]), any(valid_bits)) AS months_1,
        groupBitAnd(severity_bits[2]) AS months_2,
        groupBitAnd(severity_bits[3]) AS months_3,
        groupBitAnd(severity_bits[4]) AS months_4,
        groupArrayArray(aged.codes) AS codes
    FROM aged
    GROUP BY client_id, version, category, unit, n_required
    HAVING countIf(NOT is_absent) = n_required AND months_1 > 0
)
SELECT
    client_id,
    addMonths({from_month:Date}, i) AS month,
    category,
    max(1 + bitTest(months_2, i) + bitTest(months_3, i) + bitTest(months_4, i)) AS severity,
    arraySort(groupUniqArrayArray(arrayMap(code -> code.1, arrayFilter(code -> bitTest(code.2, i), codes)))) AS from_codes,
    max(version) AS rule_version
FROM judged
ARRAY JOIN bitPositionsToArray(months_1) AS i
GROUP BY client_id, month, category;
