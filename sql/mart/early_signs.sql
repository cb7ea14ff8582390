-- mart.early_signs: early signs of cognitive decline.
-- Grain:    one row per client and month with home care or an alarm in ordinary housing, whatever the signs.
-- Keys:     client_id, month.
-- Sources:  core.assessments, core.early_sign_rules, core.excluded_clients, core.hsl_actions, core.visits, mart.client_months.
-- Load:     replaced by month.
-- Access:   person, health care.
-- Sort key: read by month, those with most points first by rank.
CREATE TABLE IF NOT EXISTS mart.early_signs
(
    client_id    UInt64                        COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    month        Date                          COMMENT 'Month, its first day; what was registered to its end counts.',
    area_id      LowCardinality(String)        COMMENT 'Home-care area -> core.areas.area_id; empty where unknown.',
    age_years    UInt8                         COMMENT 'Age at the end of the month, whole years.',
    has_home_care Bool                        COMMENT 'Home care on the last day of the month.',
    has_hsl      Bool                          COMMENT 'Health care in the month: somebody licensed already sees the client.',
    is_evident   Bool                          COMMENT 'A severe or total limitation (3-4) in d1-d3 is assessed already: no early sign, and not ranked.',
    points       UInt8                         COMMENT 'Points of all signs by core.early_sign_rules.',
    signs        Array(LowCardinality(String)) COMMENT 'Signs that apply, those with most points first.',
    sentences_sv Array(String)                 COMMENT 'The signs as sentences, Swedish.',
    sentences_en Array(String)                 COMMENT 'The signs as sentences, English.',
    month_rank   UInt32                        COMMENT 'Place in the month among those who are not evident: by points, then age, the oldest first; 0 for the evident.',
    is_flagged   Bool                          COMMENT 'Among the first tenth of the month, with at least one point.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, client_id)
COMMENT 'Early signs of cognitive decline among clients with home care or an alarm (sv: tidiga tecken på kognitiv svikt): points and why. A reason to ask, no diagnosis.';

INSERT INTO mart.early_signs
-- Months are counted from 0, the first asked for; a span of months goes from begins to before ends.
WITH dateDiff('month', {from_month:Date}, {to_month:Date}) + 1 AS n_months,
-- One row per sign: what is measured, and its levels, the lowest first.
signs AS
(
    SELECT
        sign_id,
        any(measure) AS measure,
        any(codes) AS codes,
        any(lookback_months) AS lookback_months,
        arraySort(groupArray((amount_from, points, sentence_sv, sentence_en))) AS levels
    FROM core.early_sign_rules
    GROUP BY sign_id
),
-- One row per client, ICF code and assessment: the months in which it is the newest.
limitations AS
(
    SELECT client_id, code, span.1 AS begins, span.2 AS ends, span.3 AS limitation
    FROM
    (
        SELECT
            client_id,
            concat('icf:', icf_code) AS code,
            arraySort(groupArray((toInt16(dateDiff('month', {from_month:Date}, assessments.assessed_date)), assessments.assessed_date, assessments.limitation))) AS assessed,
            arrayMap((a, next) -> (a.1, next.1, ifNull(a.3, 0)), assessed, arrayPushBack(arrayPopFront(assessed), (toInt16(n_months), toDate(0), NULL))) AS spans
        FROM core.assessments AS assessments
        WHERE assessments.assessed_date BETWEEN addMonths({from_month:Date}, -23) AND toLastDayOfMonth({to_month:Date})
            AND match(icf_code, (SELECT concat('^(', arrayStringConcat(arrayMap(code -> replaceOne(code, 'icf:', ''), arrayFilter(code -> startsWith(code, 'icf:'), groupUniqArrayArray(codes))), '|'), ')') FROM signs))
        GROUP BY client_id, icf_code
    )
    ARRAY JOIN arrayFilter(span -> span.3 > 0 AND span.2 > greatest(span.1, 0), spans) AS span
),
-- One row per client, month and kind of visit or KVÅ code that a sign counts; and of all planned visits how many found nobody home.
events AS
(
    SELECT client_id, toInt16(dateDiff('month', {from_month:Date}, performed_date)) AS begins, concat('kva:', kva_code) AS code, toFloat64(count()) AS amount, 0. AS planned
    FROM core.hsl_actions
    WHERE performed_date BETWEEN addMonths({from_month:Date}, -35) AND toLastDayOfMonth({to_month:Date})
        AND match(kva_code, (SELECT concat('^(', arrayStringConcat(arrayMap(code -> replaceOne(code, 'kva:', ''), arrayFilter(code -> startsWith(code, 'kva:'), groupUniqArrayArray(codes))), '|'), ')') FROM signs))
    GROUP BY client_id, begins, code
    UNION ALL
    SELECT client_id, toInt16(dateDiff('month', {from_month:Date}, visit_date)) AS begins, concat('visit:', service_code) AS code, toFloat64(sum(n_visits)) AS amount, 0. AS planned
    FROM core.visits
    WHERE visit_date BETWEEN addMonths({from_month:Date}, -11 - (SELECT max(lookback_months) FROM signs WHERE measure != 'limitation_sum')) AND toLastDayOfMonth({to_month:Date})
        AND n_visits > 0
        AND match(
            service_code,
            (
                SELECT concat('^(', arrayStringConcat(arrayMap(code -> replaceOne(code, 'visit:', ''), arrayFilter(code -> startsWith(code, 'visit:'), groupUniqArrayArray(codes))), '|'), ')')
                FROM signs
                WHERE measure IN ('count', 'new_count')
            ))
    GROUP BY client_id, begins, code
    UNION ALL
    SELECT
        client_id,
        toInt16(dateDiff('month', {from_month:Date}, visit_date)) AS begins,
        'not_home' AS code,
        toFloat64(sumIf(n_missed_visits, missed_reason = 'not_home')) AS amount,
        toFloat64(sum(n_planned_visits)) AS planned
    FROM core.visits
    WHERE visit_date BETWEEN addMonths({from_month:Date}, -11 - (SELECT max(lookback_months) FROM signs WHERE startsWith(measure, 'not_home'))) AND toLastDayOfMonth({to_month:Date})
        AND n_planned_visits > 0
    GROUP BY client_id, begins
),
-- One row per client and sign with something to measure: sums in the look-back and in the 12 months before it, by month.
measured AS
(
    SELECT
        client_id,
        sign_id,
        sumForEach(arrayMap(i -> if(i >= begins AND i < near_ends, amount, 0), range(n_months))) AS near,
        sumForEach(arrayMap(i -> if(i >= near_ends AND i < far_ends, amount, 0), range(n_months))) AS far,
        sumForEach(arrayMap(i -> if(i >= begins AND i < near_ends, planned, 0), range(n_months))) AS near_planned,
        sumForEach(arrayMap(i -> if(i >= near_ends AND i < far_ends, planned, 0), range(n_months))) AS far_planned
    FROM
    (
        SELECT
            facts.client_id AS client_id,
            signs.sign_id AS sign_id,
            facts.amount AS amount,
            facts.planned AS planned,
            facts.begins AS begins,
            least(facts.ends, facts.begins + signs.lookback_months) AS near_ends,
            near_ends + 12 AS far_ends
        FROM
        (
            SELECT client_id, begins, ends, code, toFloat64(limitation) AS amount, 0. AS planned
            FROM limitations
            UNION ALL
            SELECT client_id, begins, begins + 999 AS ends, code, amount, planned
            FROM events
        ) AS facts
        INNER JOIN signs ON (facts.code = 'not_home') = startsWith(signs.measure, 'not_home')
        WHERE facts.code = 'not_home' OR arrayExists(prefix -> startsWith(facts.code, prefix), signs.codes)
    )
    GROUP BY client_id, sign_id
),
-- One row per client, month and sign that applies: its highest level.
found AS
(
    SELECT
        client_id,
        addMonths({from_month:Date}, i) AS month,
        sign_id,
        arrayFilter(level -> amount >= level.1, levels)[-1] AS level,
        level.2 AS points,
        arrayMap(
            sentence -> replaceAll(replaceAll(replaceAll(sentence, '{amount}', toString(toUInt32(amount))), '{visits}', toString(toUInt32(near_planned[i + 1]))), '{months}', toString(lookback_months)),
            [level.3, level.4]) AS sentences
    FROM
    (
        SELECT
            measured.*,
            signs.levels AS levels,
            signs.lookback_months AS lookback_months,
            i,
            100 * near[i + 1] / greatest(near_planned[i + 1], 1) AS near_percent,
            100 * far[i + 1] / greatest(far_planned[i + 1], 1) AS far_percent,
            multiIf(
                signs.measure = 'not_home_percent' AND (near_planned[i + 1] < 8 OR near[i + 1] < 2), 0,
                signs.measure = 'not_home_percent', near_percent,
                signs.measure = 'not_home_rise' AND (near_planned[i + 1] < 8 OR far_planned[i + 1] < 8), 0,
                signs.measure = 'not_home_rise', near_percent - far_percent,
                signs.measure = 'new_count' AND far[i + 1] > 0, 0,
                near[i + 1]) AS amount
        FROM measured
        INNER JOIN signs ON measured.sign_id = signs.sign_id
        ARRAY JOIN range(n_months) AS i
    )
    WHERE amount >= levels[1].1
),
-- One row per client and month with signs.
scored AS
(
    SELECT
        client_id,
        month,
        sum(points) AS total,
        arraySort(sign -> (-toInt16(sign.1), sign.2), groupArray((points, sign_id, sentences))) AS applying
    FROM found
    GROUP BY client_id, month
),
-- One row per client and month to be judged.
judged AS
(
    SELECT
        months.client_id AS client_id,
        months.month AS month,
        months.area_id AS area_id,
        months.age_years AS age_years,
        months.status = 'home_care' AS has_home_care,
        months.has_hsl AS has_hsl,
        greatest(ifNull(months.limitation_d1, 0), ifNull(months.limitation_d2, 0), ifNull(months.limitation_d3, 0)) >= 3 AS is_evident,
        toUInt8(least(ifNull(scored.total, 0), 255)) AS points,
        scored.applying AS applying
    FROM mart.client_months AS months
    LEFT JOIN scored ON months.client_id = scored.client_id AND months.month = scored.month
    WHERE months.month BETWEEN {from_month:Date} AND {to_month:Date}
        AND (months.status = 'home_care' OR months.status IN ('none', 'hsl_only') AND months.has_alarm)
        AND months.client_id NOT IN (SELECT excluded.client_id FROM core.excluded_clients AS excluded WHERE excluded.is_from_models)
)
SELECT
    client_id,
    month,
    area_id,
    age_years,
    has_home_care,
    has_hsl,
    is_evident,
    points,
    arrayMap(sign -> sign.2, applying) AS signs,
    arrayMap(sign -> sign.3[1], applying) AS sentences_sv,
    arrayMap(sign -> sign.3[2], applying) AS sentences_en,
    if(is_evident, 0, row_number() OVER (PARTITION BY month, is_evident ORDER BY points DESC, age_years DESC, client_id)) AS month_rank,
    NOT is_evident AND points > 0 AND month_rank <= ceil(count() OVER (PARTITION BY month, is_evident) / 10) AS is_flagged
FROM judged;
