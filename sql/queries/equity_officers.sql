-- equity_officers: Handläggarna tillsammans | The officers together
-- sv:      Hur mycket handläggare skiljer sig åt vid samma bedömda behov, utan att visa någon av dem. Sägs bara när de är minst fem.
-- en:      How much officers differ at the same assessed need, without showing any of them. Said only when they are at least five.
-- Kind:    value
-- Roles:   leader, analyst, planner, service
-- Reads:   mart.officer_spread, model.current_runs
-- Column:  n_officers | Handläggare | Officers
-- Column:  n_comparable | Kan inte skiljas från medel | Cannot be told from the average
-- Column:  n_apart | Skiljer sig säkert | Surely differ
-- Column:  ratio_p10 | En av tio ger mindre än | One in ten grants less than
-- Column:  ratio_p90 | En av tio ger mer än | One in ten grants more than
SELECT spread.n_officers AS n_officers, spread.n_comparable AS n_comparable, spread.n_apart AS n_apart, spread.ratio_p10 AS ratio_p10, spread.ratio_p90 AS ratio_p90
FROM mart.officer_spread AS spread
WHERE spread.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'equity')
