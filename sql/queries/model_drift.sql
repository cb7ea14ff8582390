-- model_drift: Drift | Drift
-- sv:      Hur dagens brukare skiljer sig från dem som modellen lärde sig av, per term. PSI över 0,1 är viss förändring, över 0,25 stor.
-- en:      How the clients of today differ from those that the model learned from, by term. A PSI above 0.1 is some change, above 0.25
--          much.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, officer, service
-- Reads:   core.risk_terms, model.current_runs, model.term_drift
-- Param:   target String = "need_doubled" | Modellens mål. | The model's target. | model_targets
-- Column:  term | Term | Term
-- Column:  title_sv | Namn | Name (Swedish)
-- Column:  title_en | Namn (engelska) | Name
-- Column:  as_of_date | Per | As of
-- Column:  psi | PSI | PSI
-- Column:  missing_share | Saknas nu | Missing now | share
-- Column:  missing_share_before | Saknades då | Missing then | share
-- Column:  mean_contribution | Medelbidrag | Mean contribution
SELECT
    drift.term AS term,
    names.title_sv AS title_sv,
    names.title_en AS title_en,
    drift.as_of_date AS as_of_date,
    drift.psi AS psi,
    drift.missing_share AS missing_share,
    drift.missing_share_before AS missing_share_before,
    drift.mean_contribution AS mean_contribution
FROM model.term_drift AS drift
INNER JOIN model.current_runs AS runs ON drift.run_id = runs.run_id AND runs.model = 'risk' AND runs.target = {target:String}
LEFT JOIN core.risk_terms AS names ON drift.term = names.term
ORDER BY as_of_date DESC, psi DESC, term
