-- decision_basis: Vad ett beslut bygger på | What a decision rests on
-- sv:      Det som sparas tillsammans med ett beslut om en brukare: risk, skäl, väntade timmar och potential för slaget av insats, som de står nu; och en insats av samma slag som redan finns kring dagen.
-- en:      What is kept with a decision on a client: risk, reasons, expected hours and the potential of the kind of intervention, as they stand now; and an intervention of the same kind that is there already around the day.
-- Kind:    value
-- Roles:   manager, analyst
-- Reads:   core.clients, core.known_interventions, model.current_runs, model.potentials, model.risk_reasons, model.risk_scores
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Param:   kind String = "" | Slag av insats; tomt = inget visst. | Kind of intervention; empty = none in particular. | intervention_kinds
-- Param:   start Date = "1970-01-01" | Planerad första dag. | Planned first day.
-- Column:  client_id | Brukare | Client
-- Column:  as_of_date | Per | As of
-- Column:  run_id | Körning | Run
-- Column:  risk_target | Risk för | Risk of
-- Column:  risk_probability | Risk | Risk | share
-- Column:  risk_low | Lägre gräns | Lower end | share
-- Column:  risk_high | Övre gräns | Upper end | share
-- Column:  hours_now | Timmar nu | Hours now | h_per_month
-- Column:  hours_expected | Väntade timmar om ett år | Hours expected in a year | h_per_month
-- Column:  hours_expected_low | Lägre gräns | Lower end | h_per_month
-- Column:  hours_expected_high | Övre gräns | Upper end | h_per_month
-- Column:  potential_h | Potential | Potential | h_per_month
-- Column:  potential_low_h | Lägre gräns | Lower end | h_per_month
-- Column:  potential_high_h | Övre gräns | Upper end | h_per_month
-- Column:  potential_run_id | Körning av potentialen | Run of the potential
-- Column:  is_potential_supported | Har stöd | Supported
-- Column:  reasons_sv | Skäl | Reasons (Swedish)
-- Column:  same_started_date | Samma slag av insats börjar | The same kind begins
-- Column:  same_is_delivered | Den är levererad | It is delivered
-- Column:  same_ledger_id | Dess registrering | Its registration
-- One row per risk of the client that is shown: the doubled need before entry.
WITH scores AS
(
    SELECT scored.as_of_date AS as_of_date, scored.run_id AS run_id, toString(scored.target) AS target, scored.probability AS probability,
        scored.probability_low AS probability_low, scored.probability_high AS probability_high, scored.hours_now AS hours_now,
        scored.hours_expected AS hours_expected, scored.hours_expected_low AS hours_expected_low, scored.hours_expected_high AS hours_expected_high
    FROM model.risk_scores AS scored
    WHERE scored.client_id = {client:UInt64} AND scored.horizon_months = 12 AND scored.target IN ('need_doubled', 'home_care_entry')
        AND scored.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'risk')
    ORDER BY scored.target = 'need_doubled' DESC
    LIMIT 1
),
-- One row: the potential of the kind.
promised AS
(
    SELECT potentials.expected_change_h AS potential_h, potentials.change_low_h AS potential_low_h, potentials.change_high_h AS potential_high_h,
        potentials.run_id AS potential_run_id, potentials.is_supported AS is_potential_supported
    FROM model.potentials AS potentials
    WHERE potentials.client_id = {client:UInt64} AND potentials.kind = {kind:String} AND potentials.horizon_months = 12
        AND potentials.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'effect')
    LIMIT 1
),
-- One row: the three main reasons for the risk.
explained AS
(
    SELECT arrayMap(pair -> pair.2, arraySort(groupArray((reasons.rank, reasons.sentence_sv)))) AS reasons_sv
    FROM model.risk_reasons AS reasons
    WHERE reasons.client_id = {client:UInt64} AND reasons.rank <= 3 AND (reasons.run_id, toString(reasons.target)) IN (SELECT run_id, target FROM scores)
),
-- One row: an intervention of the kind that is the same one if it begins on the day.
same AS
(
    SELECT known.started_date AS started_date, known.is_delivered AS is_delivered, known.ledger_id AS ledger_id
    FROM core.known_interventions AS known
    WHERE known.client_id = {client:UInt64} AND known.kind = {kind:String} AND {start:Date} BETWEEN known.same_from AND known.same_to
    ORDER BY known.is_delivered DESC, known.started_date, known.ledger_id
    LIMIT 1
)
SELECT
    clients.client_id AS client_id,
    scores.as_of_date AS as_of_date,
    scores.run_id AS run_id,
    ifNull(scores.target, '') AS risk_target,
    scores.probability AS risk_probability,
    scores.probability_low AS risk_low,
    scores.probability_high AS risk_high,
    scores.hours_now AS hours_now,
    scores.hours_expected AS hours_expected,
    scores.hours_expected_low AS hours_expected_low,
    scores.hours_expected_high AS hours_expected_high,
    promised.potential_h AS potential_h,
    promised.potential_low_h AS potential_low_h,
    promised.potential_high_h AS potential_high_h,
    promised.potential_run_id AS potential_run_id,
    promised.is_potential_supported AS is_potential_supported,
    explained.reasons_sv AS reasons_sv,
    same.started_date AS same_started_date,
    same.is_delivered AS same_is_delivered,
    same.ledger_id AS same_ledger_id
FROM core.clients AS clients
LEFT JOIN scores ON true
LEFT JOIN promised ON true
LEFT JOIN explained ON true
LEFT JOIN same ON true
WHERE clients.client_id = {client:UInt64}
    AND $__clients(clients.client_id)
