-- attention: Att se över | What needs attention
-- sv:      Det som någon bör titta på, och vad man gör: jobb som misslyckats, modeller som larmar och månader som saknas, det senaste först.
-- en:      What somebody should look at, and what to do: jobs that failed, models that alert, and months that are missing, the latest first.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, steward, officer, service
-- Reads:   core.delivered_months, core.model_kinds, core.risk_targets, core.risk_terms, model.alerts, model.current_runs, model.run_states, ops.job_runs
-- Column:  kind | Slag | Kind
-- Column:  about | Vad | What
-- Column:  since | Sedan | Since
-- Column:  text_sv | Beskrivning | Description (Swedish)
-- Column:  text_en | Beskrivning (engelska) | Description
WITH
['load', 'transform', 'features', 'fit', 'score', 'potential', 'selections', 'trends', 'needs', 'equity', 'forecast', 'follow_up', 'monitor', 'retention'] AS jobs,
['läsa in leveranser', 'bearbeta leveranser', 'förbereda modellerna', 'lära om riskmodellen', 'beräkna risker', 'beräkna potential', 'uppdatera sparade urval', 'beräkna trender', 'beräkna behovens tid', 'jämföra beslut', 'göra prognosen', 'följa upp insatser', 'bevaka modellerna', 'gallra'] AS jobs_sv,
['loading deliveries', 'processing deliveries', 'preparing the models', 'teaching the risk model', 'estimating risks', 'estimating potentials', 'updating saved selections', 'measuring trends', 'measuring the time of needs', 'comparing decisions', 'making the forecast', 'following up interventions', 'watching the models', 'deleting old data'] AS jobs_en,
['sol_ongoing', 'sol_changed', 'hsl_clients', 'hsl_actions', 'visits'] AS sources,
['pågående beslut enligt SoL', 'ändrade beslut enligt SoL', 'registret över HSL-patienter', 'HSL-åtgärder', 'besök'] AS sources_sv,
['ongoing decisions on services', 'changed decisions on services', 'the register of health-care clients', 'health-care actions', 'visits'] AS sources_en,
['januari', 'februari', 'mars', 'april', 'maj', 'juni', 'juli', 'augusti', 'september', 'oktober', 'november', 'december'] AS months_sv,
-- One row per job: its last run.
last_runs AS
(
    SELECT job, argMax(status, started_at) AS last_status, max(started_at) AS last_started_at
    FROM ops.job_runs
    GROUP BY job
),
-- One row per source: its months, and those between the first and the last.
delivered AS
(
    SELECT
        source,
        groupUniqArray(month) AS months,
        arrayMap(n -> addMonths(min(month), n), range(toUInt32(dateDiff('month', min(month), max(month))))) AS wanted
    FROM core.delivered_months
    GROUP BY source
),
-- One row per newest run that is not shown.
held AS
(
    SELECT
        states.as_of_date AS since,
        states.state AS state,
        states.n_failed AS n_failed,
        coalesce(nullIf(targets.title_sv, ''), concat(kinds.title_sv, if(states.target = '', '', concat(', ', states.target)))) AS title_sv,
        coalesce(nullIf(targets.title_en, ''), concat(kinds.title_en, if(states.target = '', '', concat(', ', states.target)))) AS title_en
    FROM model.run_states AS states
    INNER JOIN core.model_kinds AS kinds ON states.model = kinds.model
    LEFT JOIN core.risk_targets AS targets ON states.target = targets.target
    WHERE states.is_newest AND states.state != 'shown'
),
-- One row per model and kind of alert.
alerted AS
(
    SELECT
        alerts.model AS model,
        alerts.target AS target,
        alerts.kind AS alert,
        max(runs.as_of_date) AS since,
        any(alerts.value) AS value,
        any(alerts.lowest) AS lowest,
        coalesce(nullIf(any(targets.title_sv), ''), toString(alerts.target)) AS target_sv,
        coalesce(nullIf(any(targets.title_en), ''), toString(alerts.target)) AS target_en,
        arrayStringConcat(groupArray(lowerUTF8(coalesce(nullIf(terms.title_sv, ''), alerts.about))), ', ') AS terms_sv,
        arrayStringConcat(groupArray(lowerUTF8(coalesce(nullIf(terms.title_en, ''), alerts.about))), ', ') AS terms_en
    FROM model.alerts AS alerts
    INNER JOIN model.current_runs AS runs ON alerts.run_id = runs.run_id AND alerts.target = runs.target
    LEFT JOIN core.risk_targets AS targets ON alerts.target = targets.target
    LEFT JOIN core.risk_terms AS terms ON alerts.about = terms.term
    WHERE alerts.kind NOT IN ('audit', 'approval')
    GROUP BY model, target, alert
)
SELECT kind, about, since, text_sv, text_en
FROM
(
    SELECT
        'job' AS kind,
        transform(toString(job), jobs, $__inLanguage(jobs_sv, jobs_en), toString(job)) AS about,
        toDate(last_started_at) AS since,
        concat('Det gick inte att ', transform(toString(job), jobs, jobs_sv, toString(job)), '. Sidorna visar det som gällde innan. Be den som sköter driften att se på felet och köra jobbet ', toString(job), ' igen.') AS text_sv,
        concat('There was a fault when ', transform(toString(job), jobs, jobs_en, toString(job)), '. Pages show what held before. Ask the operator to look at the error and to run the job ', toString(job), ' again.') AS text_en
    FROM last_runs
    WHERE last_status = 'failed'
    UNION ALL
    SELECT
        'model' AS kind,
        concat($__inLanguage(target_sv, target_en), multiIf(
            alert = 'drift', $__inLanguage(': ändrade brukare', ': changed clients'),
            alert = 'outcomes', $__inLanguage(': utfallet', ': the outcome'),
            alert = 'calibration', $__inLanguage(': procenten', ': the per cents'),
            $__inLanguage(': träffsäkerheten', ': the accuracy'))) AS about,
        since,
        concat('”', target_sv, '”: ', multiIf(
            alert = 'drift', concat('dagens brukare skiljer sig från dem som modellen lärde sig av (', terms_sv, '). Ordningen kan stämma ändå. Be en analytiker avgöra om modellen ska läras om.'),
            alert = 'outcomes', concat('det blev ', if(value < lowest, 'färre', 'fler'), ' än beräknat. Lita på ordningen mellan brukare mer än på procenten, och be en analytiker se över modellen.'),
            alert = 'calibration', concat('riskerna är för ', if(value < lowest, 'säkra: höga är i verkligheten lägre, låga högre', 'försiktiga: höga är i verkligheten högre, låga lägre'), '. Lita på ordningen mellan brukare mer än på procenten.'),
            'modellen ser orimligt träffsäker ut och kan ha lärt sig av sådant som inte är känt i förväg. Använd inte riskerna förrän en analytiker har granskat den.')) AS text_sv,
        concat('“', target_en, '”: ', multiIf(
            alert = 'drift', concat('the clients of today differ from those that the model learned from (', terms_en, '). The order may hold all the same. Ask an analyst whether it should learn anew.'),
            alert = 'outcomes', concat(if(value < lowest, 'fewer', 'more'), ' came than were estimated. Trust the order of clients more than the per cents, and ask an analyst to look at the model.'),
            alert = 'calibration', concat('the risks are too ', if(value < lowest, 'sure: high ones are lower in truth, low ones higher', 'careful: high ones are higher in truth, low ones lower'), '. Trust the order of clients more than the per cents.'),
            'the model looks too good to be true, and may have learned from what is not known in advance. Do not use its risks until an analyst has looked at it.')) AS text_en
    FROM alerted
    UNION ALL
    SELECT
        'model' AS kind,
        concat($__inLanguage(title_sv, title_en), if(state = 'waiting', $__inLanguage(': väntar på godkännande', ': waits for approval'), $__inLanguage(': inte godkänd', ': not approved'))) AS about,
        since,
        concat('”', title_sv, '”: ', if(state = 'waiting',
            'den nyaste körningen väntar på godkännande. Sidorna visar den som godkändes före, om det finns någon. Läs modellkortet, och godkänn eller avslå.',
            concat('den nyaste körningen är inte godkänd', if(n_failed > 0, concat(': granskningen av snedhet underkände ', toString(n_failed), if(n_failed = 1, ' jämförelse', ' jämförelser')), ''), '. Sidorna visar den som godkändes före, om det finns någon. Läs modellkortet.'))) AS text_sv,
        concat('“', title_en, '”: ', if(state = 'waiting',
            'the newest run waits for approval. Pages show the one approved before, if there is one. Read the model card, and approve or reject it.',
            concat('the newest run is not approved', if(n_failed > 0, concat(': the bias audit failed ', toString(n_failed), if(n_failed = 1, ' comparison', ' comparisons')), ''), '. Pages show the one approved before, if there is one. Read the model card.'))) AS text_en
    FROM held
    UNION ALL
    SELECT
        'delivery' AS kind,
        concat(transform(toString(source), sources, $__inLanguage(sources_sv, sources_en), toString(source)), ', ', formatDateTime(missing, '%Y-%m')) AS about,
        missing AS since,
        concat(upperUTF8(substringUTF8(months_sv[toMonth(missing)], 1, 1)), substringUTF8(months_sv[toMonth(missing)], 2), ' ', toString(toYear(missing)), ' saknas för ', transform(toString(source), sources, sources_sv, toString(source)), '. Månaden visas som okänd, inte som noll. Be den som levererar att skicka den.') AS text_sv,
        concat(formatDateTime(missing, '%M %Y'), ' is missing for ', transform(toString(source), sources, sources_en, toString(source)), '. The month is shown as unknown, not as zero. Ask the one who delivers to send it.') AS text_en
    FROM delivered
    ARRAY JOIN arrayFilter(m -> NOT has(months, m), wanted) AS missing
)
ORDER BY since DESC, kind, about
