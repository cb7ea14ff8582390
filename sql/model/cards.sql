-- model.cards: the model card of each run, in long form.
-- Grain:    one row per run, section and item.
-- Keys:     run_id, section, item.
-- Sources:  core.areas, core.card_labels, core.card_texts, core.model_kinds, core.model_targets, core.risk_targets, core.risk_terms, model.alerts, model.approvals, model.audits, model.calibration_curves, model.card_results, model.metrics, model.run_states, model.runs, model.score_outcomes, model.term_drift, model.terms.
-- Load:     view.
-- Access:   model.
-- Sort key: none.
-- What a run measured comes from its own rows; what is known of the model in words from core.card_texts. framsyn model card writes it as a document.
CREATE VIEW IF NOT EXISTS model.cards
(
    run_id           UInt64            COMMENT 'Run -> model.runs.run_id.',
    section          String            COMMENT 'Section -> core.card_labels.code of the kind section.',
    section_position UInt8             COMMENT 'Place of the section.',
    section_sv       String            COMMENT 'Name of the section, Swedish.',
    section_en       String            COMMENT 'Name of the section, English.',
    item             String            COMMENT 'What the row is about.',
    position         UInt32            COMMENT 'Place in the section.',
    title_sv         String            COMMENT 'Name of the item, Swedish; empty where the text says it.',
    title_en         String            COMMENT 'Name of the item, English.',
    group_sv         String            COMMENT 'Group that the row is of, Swedish; empty for all.',
    group_en         String            COMMENT 'Group that the row is of, English; empty for all.',
    value            Nullable(Float64) COMMENT 'Value, in the unit; NULL where the row is words, or cannot be told.',
    value_low        Nullable(Float64) COMMENT 'Lower end of its 95 % interval; NULL where not computed.',
    value_high       Nullable(Float64) COMMENT 'Upper end of that interval.',
    unit             String            COMMENT 'share, h (hours a month), months, persons, rows, comparisons or min_per_week; empty for a pure number.',
    text_sv          String            COMMENT 'Words, Swedish; of a number how to read it, or its verdict.',
    text_en          String            COMMENT 'Words, English.'
)
AS
-- One row per run and item: with the codes that its names are looked up by.
WITH parts AS
(
    SELECT
        runs.run_id AS run_id, 'identity' AS section, fact.1 AS item, fact.2 AS position, 'item' AS kind, fact.1 AS code, '' AS grouping, '' AS member,
        fact.3 AS value, CAST(NULL, 'Nullable(Float64)') AS value_low, CAST(NULL, 'Nullable(Float64)') AS value_high, fact.4 AS text_sv, fact.5 AS text_en
    FROM model.runs AS runs
    LEFT JOIN core.model_kinds AS kinds ON runs.model = kinds.model
    LEFT JOIN core.model_targets AS targets ON runs.target = targets.target
    ARRAY JOIN [
        ('model', toUInt32(1), CAST(NULL, 'Nullable(Float64)'), ifNull(kinds.title_sv, toString(runs.model)), ifNull(kinds.title_en, toString(runs.model))),
        ('target', toUInt32(2), CAST(NULL, 'Nullable(Float64)'), ifNull(targets.title_sv, toString(runs.target)), ifNull(targets.title_en, toString(runs.target))),
        ('run_id', toUInt32(3), CAST(NULL, 'Nullable(Float64)'), toString(runs.run_id), toString(runs.run_id)),
        ('as_of_date', toUInt32(4), CAST(NULL, 'Nullable(Float64)'), toString(runs.as_of_date), toString(runs.as_of_date)),
        ('horizon_months', toUInt32(5), toNullable(toFloat64(runs.horizon_months)), '', ''),
        ('method', toUInt32(6), CAST(NULL, 'Nullable(Float64)'), toString(runs.method), toString(runs.method)),
        ('status', toUInt32(7), CAST(NULL, 'Nullable(Float64)'), toString(runs.status), toString(runs.status)),
        ('created_at', toUInt32(8), CAST(NULL, 'Nullable(Float64)'), toString(runs.created_at), toString(runs.created_at)),
        ('app_version', toUInt32(9), CAST(NULL, 'Nullable(Float64)'), toString(runs.app_version), toString(runs.app_version)),
        ('parameters', toUInt32(10), CAST(NULL, 'Nullable(Float64)'), concat(leftUTF8(toString(runs.parameters), 500), if(lengthUTF8(runs.parameters) > 500, ' …', '')), concat(leftUTF8(toString(runs.parameters), 500), if(lengthUTF8(runs.parameters) > 500, ' …', '')))
    ] AS fact
    WHERE (fact.1 != 'target' OR runs.target != '') AND (fact.1 != 'horizon_months' OR runs.horizon_months > 0)
    UNION ALL
    SELECT states.run_id, 'approval', fact.1, fact.2, 'item', fact.1, '', '', fact.3, NULL, NULL, fact.4, fact.5
    FROM model.run_states AS states
    LEFT JOIN core.model_kinds AS kinds ON states.model = kinds.model
    LEFT JOIN (SELECT code, title_sv, title_en FROM core.card_labels WHERE kind = 'state') AS names ON states.state = names.code
    ARRAY JOIN [
        ('state', toUInt32(1), CAST(NULL, 'Nullable(Float64)'), ifNull(names.title_sv, ''), ifNull(names.title_en, '')),
        ('how', toUInt32(2), CAST(NULL, 'Nullable(Float64)'), ifNull(kinds.audit_sv, ''), ifNull(kinds.audit_en, '')),
        ('n_passed', toUInt32(3), toNullable(toFloat64(states.n_passed)), '', ''),
        ('n_not_shown', toUInt32(4), toNullable(toFloat64(states.n_not_shown)), '', ''),
        ('n_failed', toUInt32(5), toNullable(toFloat64(states.n_failed)), '', '')
    ] AS fact
    WHERE ifNull(kinds.is_audited, false) OR NOT startsWith(fact.1, 'n_')
    UNION ALL
    SELECT
        decisions.run_id, 'approval', concat('decision ', toString(decisions.decided_at)),
        toUInt32(10 + row_number() OVER (PARTITION BY decisions.run_id ORDER BY decisions.decided_at)), 'item', 'decision', '', '', NULL, NULL, NULL,
        concat(if(decisions.decision = 'approved', 'Godkänd', 'Inte godkänd'), ' av ', if(decisions.is_automatic, 'kommunens gränser', decisions.decided_by), ' ', formatDateTime(decisions.decided_at, '%Y-%m-%d %H:%i'), '. ',
            multiIf(NOT decisions.is_automatic, decisions.why, decisions.n_failed > 0, concat('Granskningen underkände ', toString(decisions.n_failed), ' jämförelser.'), 'Ingen jämförelse var underkänd.')),
        concat(if(decisions.decision = 'approved', 'Approved', 'Not approved'), ' by ', if(decisions.is_automatic, 'the limits', decisions.decided_by), ' ', formatDateTime(decisions.decided_at, '%Y-%m-%d %H:%i'), '. ',
            multiIf(NOT decisions.is_automatic, decisions.why, decisions.n_failed > 0, concat('The audit failed ', toString(decisions.n_failed), ' comparisons.'), 'No comparison had failed.'))
    FROM model.approvals AS decisions
    UNION ALL
    SELECT
        runs.run_id, toString(texts.section), if(texts.model = '*', concat('all ', texts.item), if(texts.target = '', toString(texts.item), concat(texts.target, ' ', texts.item))),
        toUInt32(if(texts.section = 'target', 10, 100) + texts.position), '', '', '', '', NULL, NULL, NULL, texts.text_sv, texts.text_en
    FROM model.runs AS runs
    INNER JOIN core.card_texts AS texts ON 1 = 1
    WHERE (texts.model = runs.model OR texts.model = '*') AND (texts.target = '' OR texts.target = runs.target)
    UNION ALL
    SELECT runs.run_id, 'target', fact.1, fact.2, 'item', fact.1, '', '', NULL, NULL, NULL, fact.3, fact.4
    FROM model.runs AS runs
    INNER JOIN core.risk_targets AS targets ON runs.target = targets.target
    ARRAY JOIN [
        ('outcome', toUInt32(1), targets.title_sv, targets.title_en),
        ('population', toUInt32(2),
            transform(toString(targets.population), ['home_care', 'health_care', 'both'], ['De som har hemtjänst', 'De som bara har hälso- och sjukvård', 'De som har hemtjänst eller hälso- och sjukvård och är bedömda'], ''),
            transform(toString(targets.population), ['home_care', 'health_care', 'both'], ['Those with home care', 'Those with health care only', 'Those with home care or health care who are assessed'], '')),
        ('object', toUInt32(3), toString(targets.object), toString(targets.object))
    ] AS fact
    UNION ALL
    SELECT runs.run_id, 'data', fact.1, fact.2, 'item', fact.1, '', '', fact.3, NULL, NULL, fact.4, fact.4
    FROM model.runs AS runs
    ARRAY JOIN [
        ('trained', toUInt32(1), CAST(NULL, 'Nullable(Float64)'), concat(formatDateTime(runs.trained_from, '%Y-%m'), ' – ', formatDateTime(runs.trained_to, '%Y-%m'))),
        ('n_rows', toUInt32(2), toNullable(toFloat64(runs.n_rows)), ''),
        ('n_clients', toUInt32(3), if(runs.n_clients = 0, NULL, toNullable(toFloat64(runs.n_clients))), ''),
        ('n_events', toUInt32(4), if(runs.n_events = 0, NULL, toNullable(toFloat64(runs.n_events))), ''),
        ('train_rows', toUInt32(5), if(JSONHas(runs.parameters, 'train_rows'), toNullable(JSONExtractFloat(runs.parameters, 'train_rows')), NULL), ''),
        ('test_rows', toUInt32(6), if(JSONHas(runs.parameters, 'test_rows'), toNullable(JSONExtractFloat(runs.parameters, 'test_rows')), NULL), ''),
        ('held_out_share', toUInt32(7), if(JSONHas(runs.parameters, 'held_out_share'), toNullable(JSONExtractFloat(runs.parameters, 'held_out_share')), NULL), ''),
        ('test_from', toUInt32(8), CAST(NULL, 'Nullable(Float64)'), JSONExtractString(runs.parameters, 'test_from')),
        ('batch', toUInt32(9), CAST(NULL, 'Nullable(Float64)'), toString(runs.newest_batch_id))
    ] AS fact
    WHERE isNotNull(fact.3) OR fact.4 != ''
    UNION ALL
    SELECT
        drift.run_id, 'data', concat('missing ', drift.term), toUInt32(20 + row_number() OVER (PARTITION BY drift.run_id ORDER BY drift.missing_share_before DESC, drift.term)), 'item', 'missing', '', '',
        toNullable(drift.missing_share_before), NULL, NULL, ifNull(terms.title_sv, toString(drift.term)), ifNull(terms.title_en, toString(drift.term))
    FROM model.term_drift AS drift
    LEFT JOIN core.risk_terms AS terms ON drift.term = terms.term
    WHERE drift.missing_share_before >= 0.01 AND (drift.run_id, drift.as_of_date) IN (SELECT newest.run_id, max(newest.as_of_date) FROM model.term_drift AS newest GROUP BY newest.run_id)
    UNION ALL
    SELECT
        measured.run_id, multiIf(measured.split = 'newest' OR measured.split = 'test' AND measured.group_name = 'all', 'metrics', measured.split = 'test', 'groups', 'baseline'),
        concat(measured.metric, ' ', measured.split, ' ', measured.group_name, ' ', measured.group_value),
        toUInt32(0), 'metric', toString(measured.metric), multiIf(measured.split != 'test', '', measured.group_name = 'all', '', toString(measured.group_name)),
        if(measured.split != 'test', toString(measured.split), toString(measured.group_value)), toNullable(measured.value), measured.value_low, measured.value_high, '', ''
    FROM model.metrics AS measured
    WHERE measured.group_name = 'all' OR measured.metric IN ('auc', 'observed_expected', 'calibration_slope')
    UNION ALL
    SELECT
        curves.run_id, 'calibration', concat(curves.class, ' ', leftPad(toString(curves.bin), 2, '0')), toUInt32(100 * dense_rank() OVER (PARTITION BY curves.run_id ORDER BY curves.class) + curves.bin), 'item', 'bin', '', toString(curves.class),
        toNullable(curves.observed), NULL, NULL,
        concat(toString(curves.bin), ' av 10: uppskattat ', replaceOne(toString(round(100 * curves.predicted, 1)), '.', ','), ' %, ', toString(curves.n_rows), ' rader'), concat(toString(curves.bin), ' of 10: estimated ', toString(round(100 * curves.predicted, 1)), ' %, ', toString(curves.n_rows), ' rows')
    FROM model.calibration_curves AS curves
    WHERE curves.split = 'test'
    UNION ALL
    SELECT
        audits.run_id, 'audit', concat(audits.measure, ' ', audits.group_name, ' ', audits.group_value), toUInt32(0), 'metric', toString(audits.measure), toString(audits.group_name), toString(audits.group_value),
        audits.value, audits.value_low, audits.value_high,
        concat(names.title_sv, if(isNull(audits.value), ' (för få)', ''), if(audits.verdict = 'no_limit', '', concat('; gräns ', replaceAll(concat(ifNull(toString(audits.limit_low), '…'), ' – ', ifNull(toString(audits.limit_high), '…')), '.', ',')))),
        concat(names.title_en, if(isNull(audits.value), ' (too few)', ''), if(audits.verdict = 'no_limit', '', concat('; limit ', ifNull(toString(audits.limit_low), '…'), ' – ', ifNull(toString(audits.limit_high), '…'))))
    FROM model.audits AS audits
    INNER JOIN (SELECT code, title_sv, title_en FROM core.card_labels WHERE kind = 'verdict') AS names ON toString(audits.verdict) = names.code
    UNION ALL
    SELECT
        weights.run_id, 'terms', concat(weights.class, ' ', weights.term), toUInt32(row_number() OVER (PARTITION BY weights.run_id, weights.class ORDER BY weights.mean_size DESC, weights.term)), 'item', 'term', '', toString(weights.class),
        toNullable(weights.mean_size), NULL, NULL, ifNull(names.title_sv, weights.term), ifNull(names.title_en, weights.term)
    FROM
    (
        SELECT run_id, class, toString(term) AS term, sum(weight * abs(contribution)) / sum(weight) AS mean_size
        FROM model.terms
        WHERE kind != 'intercept'
        GROUP BY run_id, class, term
        ORDER BY mean_size DESC, term
        LIMIT 10 BY run_id, class
    ) AS weights
    LEFT JOIN core.risk_terms AS names ON weights.term = names.term
    UNION ALL
    SELECT
        drift.run_id, 'drift', concat(drift.term, ' ', toString(drift.as_of_date)), toUInt32(row_number() OVER (PARTITION BY drift.run_id ORDER BY drift.psi DESC, drift.term)), 'item', 'term', '', toString(drift.as_of_date),
        toNullable(drift.psi), NULL, NULL, concat(ifNull(terms.title_sv, toString(drift.term)), if(drift.psi > 0.25, ': mycket', if(drift.psi > 0.1, ': något', ': lite'))),
        concat(ifNull(terms.title_en, toString(drift.term)), if(drift.psi > 0.25, ': much', if(drift.psi > 0.1, ': some', ': little')))
    FROM model.term_drift AS drift
    LEFT JOIN core.risk_terms AS terms ON drift.term = terms.term
    WHERE (drift.run_id, drift.as_of_date) IN (SELECT newest.run_id, max(newest.as_of_date) FROM model.term_drift AS newest GROUP BY newest.run_id)
    ORDER BY drift.psi DESC
    LIMIT 10 BY drift.run_id
    UNION ALL
    SELECT
        came.run_id, 'outcomes', concat(came.target, ' ', toString(came.as_of_date)), toUInt32(1), 'metric', 'observed_expected', '', toString(came.as_of_date), toNullable(came.observed_expected), NULL, NULL,
        concat(toString(came.n_observed), ' av ', toString(came.n_clients), ' brukare; väntat ', replaceOne(toString(round(came.expected_events, 1)), '.', ',')),
        concat(toString(came.n_observed), ' of ', toString(came.n_clients), ' clients; expected ', toString(round(came.expected_events, 1)))
    FROM model.score_outcomes AS came
    WHERE came.n_clients >= 20
    UNION ALL
    SELECT
        alerts.run_id, 'alerts', concat(alerts.target, ' ', alerts.kind, ' ', alerts.about), toUInt32(1), 'alert', toString(alerts.kind), '', alerts.about, toNullable(alerts.value), NULL, NULL,
        multiIf(
            alerts.kind = 'approval', '',
            isInfinite(alerts.lowest), concat('gräns: högst ', replaceOne(toString(alerts.highest), '.', ',')),
            isInfinite(alerts.highest), concat('gräns: minst ', replaceOne(toString(alerts.lowest), '.', ',')),
            concat('gränser ', replaceAll(concat(toString(alerts.lowest), ' – ', toString(alerts.highest)), '.', ','))),
        multiIf(
            alerts.kind = 'approval', '',
            isInfinite(alerts.lowest), concat('limit: at most ', toString(alerts.highest)),
            isInfinite(alerts.highest), concat('limit: at least ', toString(alerts.lowest)),
            concat('limits ', toString(alerts.lowest), ' – ', toString(alerts.highest)))
    FROM model.alerts AS alerts
    UNION ALL
    SELECT
        results.run_id, results.section, results.item, results.position, 'own', '', results.title_sv, results.title_en, results.value, results.value_low, results.value_high, results.text_sv, results.text_en
    FROM model.card_results AS results
),
-- One row per area: its name, for groups of areas.
members AS
(
    SELECT toString(labels.code) AS code, labels.title_sv AS title_sv, labels.title_en AS title_en FROM core.card_labels AS labels WHERE labels.kind IN ('group', 'split')
    UNION ALL
    SELECT toString(areas.area_id) AS code, toString(any(areas.area_name)) AS title_sv, toString(any(areas.area_name)) AS title_en FROM core.areas AS areas GROUP BY code
)
SELECT
    parts.run_id AS run_id,
    parts.section AS section,
    sections.position AS section_position,
    sections.title_sv AS section_sv,
    sections.title_en AS section_en,
    parts.item AS item,
    parts.position + 1000 * ifNull(sides.position, 0) + if(parts.kind IN ('metric', 'alert'), 2 * ifNull(toUInt32(names.position), 0), 0) + if(startsWith(parts.member, 'under '), 0, 1) AS position,
    if(parts.kind = 'own', parts.grouping, ifNull(names.title_sv, '')) AS title_sv,
    if(parts.kind = 'own', parts.member, ifNull(names.title_en, '')) AS title_en,
    multiIf(parts.kind = 'own' OR parts.member = '', '', isNull(sides.title_sv), ifNull(members.title_sv, parts.member), concat(ifNull(sides.title_sv, ''), ': ', ifNull(members.title_sv, replaceOne(replaceAll(parts.member, '-', '–'), ' and over', ' och över')))) AS group_sv,
    multiIf(parts.kind = 'own' OR parts.member = '', '', isNull(sides.title_en), ifNull(members.title_en, parts.member), concat(ifNull(sides.title_en, ''), ': ', ifNull(members.title_en, replaceAll(parts.member, '-', '–')))) AS group_en,
    parts.value AS value,
    parts.value_low AS value_low,
    parts.value_high AS value_high,
    multiIf(parts.section = 'calibration', 'share', ifNull(toString(names.unit), '')) AS unit,
    if(parts.text_sv = '' AND isNotNull(parts.value) AND parts.section = 'metrics', ifNull(names.meaning_sv, ''), parts.text_sv) AS text_sv,
    if(parts.text_en = '' AND isNotNull(parts.value) AND parts.section = 'metrics', ifNull(names.meaning_en, ''), parts.text_en) AS text_en
FROM parts
INNER JOIN (SELECT toString(code) AS code, position, title_sv, title_en FROM core.card_labels WHERE kind = 'section') AS sections ON parts.section = sections.code
LEFT JOIN (SELECT toString(kind) AS kind, toString(code) AS code, position, title_sv, title_en, unit, meaning_sv, meaning_en FROM core.card_labels) AS names ON parts.kind = names.kind AND parts.code = names.code
LEFT JOIN (SELECT toString(code) AS code, position, title_sv, title_en FROM core.card_labels WHERE kind = 'grouping') AS sides ON parts.grouping = sides.code
LEFT JOIN members ON parts.member = members.code
SETTINGS join_use_nulls = 1;
