-- model.card_results: what runs other than risks say, and how sure it is, as rows of model cards.
-- Grain:    one row per run, section and item.
-- Keys:     run_id, section, item.
-- Sources:  core.card_labels, core.intervention_kinds, mart.follow_up_groups, model.effect_checks, model.effect_estimates, model.equity_components, model.equity_tests, model.forecast_accuracy, model.forecast_verdicts, model.need_resources, model.runs, model.trend_summaries.
-- Load:     view.
-- Access:   model.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS model.card_results
(
    run_id     UInt64            COMMENT 'Run -> model.runs.run_id.',
    section    String            COMMENT 'accuracy, results or checks.',
    item       String            COMMENT 'What the row is about.',
    position   UInt32            COMMENT 'Place in the section.',
    title_sv   String            COMMENT 'Name, Swedish.',
    title_en   String            COMMENT 'Name, English.',
    value      Nullable(Float64) COMMENT 'Value; hours a month, minutes a week, a share or a count, as the name says.',
    value_low  Nullable(Float64) COMMENT 'Lower end of its 95 % interval; NULL where not computed.',
    value_high Nullable(Float64) COMMENT 'Upper end of that interval.',
    text_sv    String            COMMENT 'Words, Swedish.',
    text_en    String            COMMENT 'Words, English.'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
-- Forecasts: by resource and how far ahead, the blend beside the same month of the year before.
SELECT
    judged.run_id AS run_id,
    'accuracy' AS section,
    concat(measure.1, ' ', judged.resource, ' ', toString(judged.horizon_months)) AS item,
    toUInt32(100 * row_number() OVER (PARTITION BY judged.run_id, measure.1 ORDER BY resources.position, judged.resource, judged.horizon_months) + measure.2) AS position,
    concat(measure.3, ', ', ifNull(resources.title_sv, judged.resource), ', ', toString(judged.horizon_months), ' mån') AS title_sv,
    concat(measure.4, ', ', ifNull(resources.title_en, judged.resource), ', ', toString(judged.horizon_months), ' months') AS title_en,
    toNullable(measure.5) AS value,
    CAST(NULL, 'Nullable(Float64)') AS value_low,
    CAST(NULL, 'Nullable(Float64)') AS value_high,
    if(measure.1 = 'mase', concat('samma månad året före: ', ifNull(replaceOne(toString(round(judged.naive_mase, 2)), '.', ','), '–'), '; under 1 är bättre'), '') AS text_sv,
    if(measure.1 = 'mase', concat('the same month of the year before: ', ifNull(toString(round(judged.naive_mase, 2)), '–'), '; below 1 is better'), '') AS text_en
FROM
(
    SELECT
        run_id,
        toString(resource) AS resource,
        horizon_months,
        avgIf(scaled_error, method = 'blend') AS mase,
        avgIf(is_covered, method = 'blend') AS coverage,
        avgOrNullIf(scaled_error, method = 'seasonal_naive') AS naive_mase
    FROM model.forecast_accuracy
    WHERE scope_kind = 'area' AND scope_id != '' AND horizon_months IN (1, 3, 6, 12, 24) -- the few clients whom no area has are no series to judge by
    GROUP BY run_id, resource, horizon_months
    HAVING countIf(method = 'blend') > 0
) AS judged
LEFT JOIN (SELECT toString(code) AS code, position, title_sv, title_en FROM core.card_labels WHERE kind = 'resource') AS resources ON judged.resource = resources.code
ARRAY JOIN [
    ('mase', 1, 'MASE, områden', 'MASE, areas', judged.mase),
    ('coverage_80', 2, 'Täckning av 80 %-intervallet', 'Coverage of the 80 % interval', judged.coverage)
] AS measure
UNION ALL
SELECT
    verdicts.run_id, 'results', concat(verdicts.level, ' ', verdicts.resource, ' ', toString(verdicts.horizon_from_months)), toUInt32(1000 * ifNull(levels.position, 0) + 100 * ifNull(resources.position, 0) + verdicts.horizon_from_months),
    concat(ifNull(levels.title_sv, toString(verdicts.level)), ', ', ifNull(resources.title_sv, toString(verdicts.resource))), concat(ifNull(levels.title_en, toString(verdicts.level)), ', ', ifNull(resources.title_en, toString(verdicts.resource))),
    NULL, NULL, NULL, verdicts.sentence_sv, verdicts.sentence_en
FROM model.forecast_verdicts AS verdicts
LEFT JOIN (SELECT toString(code) AS code, position, title_sv, title_en FROM core.card_labels WHERE kind = 'level') AS levels ON verdicts.level = levels.code
LEFT JOIN (SELECT toString(code) AS code, position, title_sv, title_en FROM core.card_labels WHERE kind = 'resource') AS resources ON verdicts.resource = resources.code
UNION ALL
-- Interventions: what they have changed on average, hours a month, and what the checks found.
SELECT
    estimates.run_id, 'results', concat(estimates.among, ' ', estimates.estimand, ' ', toString(estimates.horizon_months)), toUInt32(estimates.horizon_months),
    concat(ifNull(kinds.title_sv, toString(estimates.kind)), ', ', toString(estimates.horizon_months), ' mån, ', transform(toString(estimates.among), ['all', 'survivors', 'ending'], ['alla', 'kvar hemma', 'död eller särskilt boende'], toString(estimates.among)), transform(toString(estimates.estimand), ['att', 'ate'], [' (de som började)', ' (alla som är jämförbara)'], toString(estimates.estimand))),
    concat(ifNull(kinds.title_en, toString(estimates.kind)), ', ', toString(estimates.horizon_months), ' months, ', estimates.among, transform(toString(estimates.estimand), ['att', 'ate'], [' (those who began)', ' (all who are comparable)'], toString(estimates.estimand))),
    toNullable(estimates.estimate), toNullable(estimates.estimate_low), toNullable(estimates.estimate_high),
    concat(toString(estimates.n_treated_clients), ' brukare, ', toString(estimates.n_treated), ' starter; visas som ', if(estimates.verdict = 'average', 'ett genomsnitt', 'skattning per person')),
    concat(toString(estimates.n_treated_clients), ' clients, ', toString(estimates.n_treated), ' starts; shown as ', if(estimates.verdict = 'average', 'one average', 'an estimate for each person'))
FROM model.effect_estimates AS estimates
LEFT JOIN core.intervention_kinds AS kinds ON estimates.kind = kinds.kind
WHERE estimates.n_treated_clients >= 5
UNION ALL
SELECT
    checks.run_id, 'checks', toString(checks.check_kind), toUInt32(ifNull(names.position, 99)),
    concat(ifNull(names.title_sv, toString(checks.check_kind)), if(checks.is_passed, ' Klarad', ' Inte klarad')), concat(ifNull(names.title_en, toString(checks.check_kind)), if(checks.is_passed, ' Passed', ' Failed')),
    checks.estimate, checks.estimate_low, checks.estimate_high, checks.text_sv, checks.text_en
FROM model.effect_checks AS checks
LEFT JOIN (SELECT toString(code) AS code, position, title_sv, title_en FROM core.card_labels WHERE kind = 'check') AS names ON checks.check_kind = names.code
UNION ALL
-- How far from nothing starts that never were come out, over all kinds and beyond chance: what intervals do not hold, and more clients do not mend.
SELECT
    runs.run_id, 'checks', 'systematic error', toUInt32(98), 'Systematiskt fel, timmar i månaden, efter påhittade starter för alla slag', 'Systematic error, hours a month, by starts that never were for all kinds',
    toNullable(errors.error_h), NULL, NULL,
    'Intervallen rymmer bara slumpen. Räkna med fel av den här storleken också där de är smala.', 'Intervals hold chance alone. Reckon with errors of this size where they are narrow, too.'
FROM model.runs AS runs
INNER JOIN
(
    SELECT
        tried.as_of_date AS as_of_date,
        sqrt(greatest(0, avg(pow(placebos.estimate, 2) - pow((placebos.estimate_high - placebos.estimate_low) / 3.92, 2)))) AS error_h
    FROM model.effect_checks AS placebos
    INNER JOIN model.runs AS tried ON placebos.run_id = tried.run_id
    WHERE placebos.check_kind = 'placebo_start' AND isNotNull(placebos.estimate_high)
    GROUP BY as_of_date
    HAVING count() >= 3
) AS errors ON runs.as_of_date = errors.as_of_date
WHERE runs.model = 'effect'
UNION ALL
-- Needs: how much of the catalogue of needs practice is known of, and how surely.
SELECT
    cells.run_id, 'results', fact.1, fact.2, fact.3, fact.4, toNullable(fact.5), NULL, NULL, '', ''
FROM
(
    SELECT
        run_id,
        toFloat64(count()) AS n_cells,
        toFloat64(countIf(n_clients >= 20)) AS n_supported,
        toFloat64(medianExact(high_minutes_per_week - low_minutes_per_week)) AS width,
        toFloat64(countIf(is_norm_example)) AS n_examples
    FROM model.need_resources
    GROUP BY run_id
) AS cells
ARRAY JOIN [
    ('cells', toUInt32(1), 'Behov och begränsningar med en tid', 'Needs and limitations with a time', cells.n_cells),
    ('supported', toUInt32(2), 'Av dem med minst 20 brukare', 'Of these with at least 20 clients', cells.n_supported),
    ('width', toUInt32(3), 'Bredd av 95 %-intervallet, median, minuter i veckan', 'Width of the 95 % interval, median, minutes a week', cells.width),
    ('examples', toUInt32(4), 'Av dem vars norm är ett exempel, inte kommunens', 'Of these whose norm is an example, not the municipality''s', cells.n_examples)
] AS fact
UNION ALL
SELECT
    components.run_id, 'results', concat('component ', components.component), toUInt32(1),
    concat('Andel av skillnaderna mellan beslut: ', transform(toString(components.component), ['need', 'fixed', 'area', 'officer', 'client', 'residual'], ['behov', 'kön, ålder och år', 'område', 'handläggare', 'brukare', 'oförklarat'], toString(components.component))),
    concat('Share of the differences between decisions: ', transform(toString(components.component), ['need', 'fixed', 'area', 'officer', 'client', 'residual'], ['need', 'sex, age and year', 'area', 'officer', 'client', 'unexplained'], toString(components.component))), toNullable(components.part_share), toNullable(components.share_low), toNullable(components.share_high), '', ''
FROM model.equity_components AS components
UNION ALL
SELECT
    tests.run_id, 'checks', concat('test ', tests.test), toUInt32(1),
    concat('p-värde: ', transform(toString(tests.test), ['area', 'officer', 'any'], ['område gör ingen skillnad', 'handläggare gör ingen skillnad', 'varken område eller handläggare gör skillnad'], toString(tests.test))),
    concat('p value: ', transform(toString(tests.test), ['area', 'officer', 'any'], ['the area makes no difference', 'the officer makes no difference', 'neither area nor officer makes a difference'], toString(tests.test))), toNullable(tests.p_value), NULL, NULL,
    if(tests.p_value < 0.001, 'under 0,001', ''), if(tests.p_value < 0.001, 'below 0.001', '')
FROM model.equity_tests AS tests
UNION ALL
SELECT
    trends.run_id, 'results', concat('verdict ', trends.verdict), toUInt32(1),
    concat('Serier som är ', transform(toString(trends.verdict), ['rising', 'falling', 'stable', 'uncertain', 'too_few_persons', 'too_short'], ['ökande', 'minskande', 'stabila', 'osäkra', 'för små', 'för korta'], toString(trends.verdict))),
    concat('Series that are ', replaceAll(toString(trends.verdict), '_', ' ')), toNullable(toFloat64(count())), NULL, NULL, '', ''
FROM model.trend_summaries AS trends
GROUP BY trends.run_id, trends.verdict
UNION ALL
SELECT
    groups.run_id, 'results', concat(groups.kind, ' ', toString(groups.horizon_months)), toUInt32(groups.horizon_months), concat(ifNull(kinds.title_sv, toString(groups.kind)), ', ', toString(groups.horizon_months), ' mån'),
    concat(ifNull(kinds.title_en, toString(groups.kind)), ', ', toString(groups.horizon_months), ' months'), groups.effect_h, groups.effect_low_h, groups.effect_high_h, groups.sentence_sv, groups.sentence_en
FROM mart.follow_up_groups AS groups
LEFT JOIN core.intervention_kinds AS kinds ON groups.kind = kinds.kind
WHERE groups.area_id = '*' AND groups.started_year = 0 AND NOT groups.is_too_few
SETTINGS join_use_nulls = 1;
