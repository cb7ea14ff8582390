-- client_risks: En brukares risker | A client's risks
-- sv:      Risker som visas, med osäkerhet, och var brukaren ligger bland alla. Ett råd till den som bestämmer.
-- en:      Risks that are shown, with their uncertainty, and where the client lies among all. Advice to the one who decides.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   core.risk_targets, model.current_runs, model.risk_scores
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  target | Risk, kod | Risk, code
-- Column:  title_sv | Risk | Risk (Swedish)
-- Column:  title_en | Risk (engelska) | Risk
-- Column:  probability | Sannolikhet | Probability | share
-- Column:  probability_low | Lägre gräns | Lower end | share
-- Column:  probability_high | Övre gräns | Upper end | share
-- Column:  percentile | Percentil | Percentile | percent
-- Column:  as_of_date | Per | As of
-- Column:  run_id | Körning | Run
SELECT
    scores.target AS target,
    targets.title_sv AS title_sv,
    targets.title_en AS title_en,
    scores.probability AS probability,
    scores.probability_low AS probability_low,
    scores.probability_high AS probability_high,
    scores.percentile AS percentile,
    scores.as_of_date AS as_of_date,
    scores.run_id AS run_id
FROM model.risk_scores AS scores
INNER JOIN core.risk_targets AS targets ON scores.target = targets.target
INNER JOIN model.current_runs AS runs ON scores.run_id = runs.run_id AND scores.as_of_date = runs.as_of_date AND runs.target = targets.run_target
WHERE targets.is_shown
    AND scores.horizon_months = 12
    AND scores.client_id = {client:UInt64}
    AND $__clients(scores.client_id)
ORDER BY probability DESC, target
