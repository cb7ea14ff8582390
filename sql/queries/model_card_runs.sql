-- model_card_runs: Körningar och godkännande | Runs and approval
-- sv:      Körningarna som visas, och nyare som väntar på godkännande eller inte godkändes: vem som avgjort och varför, och hur granskningen av snedhet gick.
-- en:      The runs that are shown, and newer ones that wait for approval or were not approved: who decided and why, and how the bias audit went.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, steward, officer, service
-- Reads:   core.card_labels, core.model_kinds, core.model_targets, model.run_states
-- Column:  run | Körning | Run
-- Column:  model | Modell | Model code
-- Column:  target | Mål | Target code
-- Column:  title_sv | Namn | Name (Swedish)
-- Column:  title_en | Namn (engelska) | Name
-- Column:  as_of_date | Per | As of
-- Column:  state | Läge, kod | State code
-- Column:  state_sv | Läge | State (Swedish)
-- Column:  state_en | Läge (engelska) | State
-- Column:  n_passed | Klarade jämförelser | Comparisons passed
-- Column:  n_not_shown | För lite känt | Too little known
-- Column:  n_failed | Underkända jämförelser | Comparisons failed
-- Column:  decided_by | Avgjort av | Decided by
-- Column:  decided_at | Avgjort | Decided
-- Column:  why | Skäl | Reason
-- Column:  created_at | Gjord | Made
SELECT
    toString(states.run_id) AS run,
    states.model AS model,
    states.target AS target,
    concat(ifNull(kinds.title_sv, toString(states.model)), if(states.target = '', '', concat(': ', ifNull(targets.title_sv, toString(states.target))))) AS title_sv,
    concat(ifNull(kinds.title_en, toString(states.model)), if(states.target = '', '', concat(': ', ifNull(targets.title_en, toString(states.target))))) AS title_en,
    states.as_of_date AS as_of_date,
    states.state AS state,
    ifNull(names.title_sv, '') AS state_sv,
    ifNull(names.title_en, '') AS state_en,
    states.n_passed AS n_passed,
    states.n_not_shown AS n_not_shown,
    states.n_failed AS n_failed,
    states.decided_by AS decided_by,
    states.decided_at AS decided_at,
    states.why AS why,
    states.created_at AS created_at
FROM model.run_states AS states
LEFT JOIN core.model_kinds AS kinds ON states.model = kinds.model
LEFT JOIN core.model_targets AS targets ON states.target = targets.target
LEFT JOIN (SELECT code, title_sv, title_en FROM core.card_labels WHERE kind = 'state') AS names ON states.state = names.code
WHERE states.state = 'shown' OR states.is_newest
ORDER BY states.state = 'shown', kinds.position, states.target, states.as_of_date DESC
