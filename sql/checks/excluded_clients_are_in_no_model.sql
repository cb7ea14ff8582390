-- Nobody who is left out of models has features, scores or what follows from them; nobody left out of selections is on the list.
WITH
models AS (SELECT client_id FROM core.excluded_clients WHERE is_from_models),
lists AS (SELECT client_id FROM core.excluded_clients WHERE is_from_selections)
SELECT 'mart.early_signs' AS object, client_id FROM mart.early_signs WHERE client_id IN (models)
UNION ALL
SELECT 'mart.entry_outcomes' AS object, client_id FROM mart.entry_outcomes WHERE client_id IN (models)
UNION ALL
SELECT 'mart.follow_ups' AS object, client_id FROM mart.follow_ups WHERE client_id IN (models)
UNION ALL
SELECT 'mart.function_outcomes' AS object, client_id FROM mart.function_outcomes WHERE client_id IN (models)
UNION ALL
SELECT 'mart.need_outcomes' AS object, client_id FROM mart.need_outcomes WHERE client_id IN (models)
UNION ALL
SELECT 'mart.risk_features' AS object, client_id FROM mart.risk_features WHERE client_id IN (models)
UNION ALL
SELECT 'mart.trial_rows' AS object, client_id FROM mart.trial_rows WHERE client_id IN (models)
UNION ALL
SELECT 'model.client_trends' AS object, client_id FROM model.client_trends WHERE client_id IN (models)
UNION ALL
SELECT 'model.expected_hours' AS object, client_id FROM model.expected_hours WHERE client_id IN (models)
UNION ALL
SELECT 'model.potentials' AS object, client_id FROM model.potentials WHERE client_id IN (models)
UNION ALL
SELECT 'model.risk_reasons' AS object, client_id FROM model.risk_reasons WHERE client_id IN (models)
UNION ALL
SELECT 'model.risk_scores' AS object, client_id FROM model.risk_scores WHERE client_id IN (models)
UNION ALL
SELECT 'mart.candidates' AS object, client_id FROM mart.candidates WHERE client_id IN (lists)
UNION ALL
SELECT 'core.selection_members' AS object, client_id FROM core.selection_members WHERE isNull(left_date) AND client_id IN (lists);
