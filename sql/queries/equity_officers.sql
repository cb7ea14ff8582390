-- equity_officers: Handläggarna tillsammans | The officers together
-- sv:      Hur mycket handläggare skiljer sig åt vid samma bedömda behov, utan att visa någon av dem. Sägs bara när de är minst fem.
-- en:      How much officers differ at the same assessed need, without showing any of them. Said only when they are at least five.
-- Kind:    value
-- Roles:   leader, analyst, planner, service
-- Reads:   model.current_runs, model.equity_effects
-- Column:  n_officers | Handläggare | Officers
-- Column:  n_comparable | Kan inte skiljas från medel | Cannot be told from the average
-- Column:  n_apart | Skiljer sig säkert | Surely differ
-- Column:  ratio_p10 | En av tio ger mindre än | One in ten grants less than
-- Column:  ratio_p90 | En av tio ger mer än | One in ten grants more than
SELECT n_officers, n_comparable, n_apart, ratio_p10, ratio_p90
FROM
(
    SELECT
        count() AS n_officers,
        countIf(effects.standing = 'comparable') AS n_comparable,
        countIf(effects.standing IN ('above', 'below')) AS n_apart,
        quantile(0.1)(effects.ratio) AS ratio_p10,
        quantile(0.9)(effects.ratio) AS ratio_p90
    FROM model.equity_effects AS effects
    WHERE effects.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'equity')
        AND effects.kind = 'officer'
        AND effects.is_shown
)
WHERE n_officers >= 5
