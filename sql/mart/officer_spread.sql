-- mart.officer_spread: how much officers differ at the same assessed need, all of them together.
-- Grain:    one row per run with at least five officers that are shown.
-- Keys:     run_id.
-- Sources:  model.equity_effects.
-- Load:     view.
-- Access:   aggregate.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS mart.officer_spread
(
    run_id       UInt64            COMMENT 'Run -> model.runs.run_id.',
    n_officers   UInt64            COMMENT 'Officers (sv: handläggare) with clients enough to be compared.',
    n_comparable UInt64            COMMENT 'Of these, officers who cannot be told from the average.',
    n_apart      UInt64            COMMENT 'Of these, officers who surely differ from it.',
    ratio_p10    Nullable(Float64) COMMENT 'One in ten grants less than this times the average, at the same need.',
    ratio_p90    Nullable(Float64) COMMENT 'One in ten grants more than this times the average, at the same need.'
)
AS
SELECT
    effects.run_id AS run_id,
    count() AS n_officers,
    countIf(effects.standing = 'comparable') AS n_comparable,
    countIf(effects.standing IN ('above', 'below')) AS n_apart,
    quantile(0.1)(effects.ratio) AS ratio_p10,
    quantile(0.9)(effects.ratio) AS ratio_p90
FROM model.equity_effects AS effects
WHERE effects.kind = 'officer' AND effects.is_shown
GROUP BY run_id
HAVING n_officers >= 5;
