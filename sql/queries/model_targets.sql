-- model_targets: Modellernas mål | Targets of the models
-- sv:      Mål att välja bland, för modeller som visas.
-- en:      Targets to choose from, of models that are shown.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, officer, service
-- Reads:   core.risk_targets, model.current_runs
-- Column:  text | Mål | Target
-- Column:  value | Kod | Code
SELECT if(targets.title_sv = '', toString(runs.target), $__inLanguage(targets.title_sv, targets.title_en)) AS text, runs.target AS value
FROM model.current_runs AS runs
LEFT JOIN core.risk_targets AS targets ON runs.target = targets.target
WHERE runs.model = 'risk'
ORDER BY text
