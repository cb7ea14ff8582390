-- model_card_choices: Körningar att välja bland | Runs to choose from
-- sv:      De körningar som visas och de nyaste, med namn, dag och läge.
-- en:      The runs that are shown and the newest, with name, day and state.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, steward, officer, service
-- Reads:   core.card_labels, core.model_kinds, core.model_targets, model.run_states
-- Column:  value | Körning | Run
-- Column:  text | Namn | Name
SELECT
    toString(states.run_id) AS value,
    concat(ifNull(kinds.title_sv, toString(states.model)), if(states.target = '', '', concat(': ', ifNull(targets.title_sv, toString(states.target)))), ', ', toString(states.as_of_date), ', ', ifNull(names.title_sv, '')) AS text
FROM model.run_states AS states
LEFT JOIN core.model_kinds AS kinds ON states.model = kinds.model
LEFT JOIN core.model_targets AS targets ON states.target = targets.target
LEFT JOIN (SELECT code, title_sv FROM core.card_labels WHERE kind = 'state') AS names ON states.state = names.code
WHERE states.state = 'shown' OR states.is_newest
ORDER BY kinds.position, states.target, states.as_of_date DESC
