-- intervention_kinds: Förebyggande insatser | Preventive interventions
-- sv:      Slag av förebyggande insatser att välja bland.
-- en:      Kinds of preventive interventions to choose from.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.intervention_kinds
-- Column:  text | Insats | Intervention
-- Column:  value | Kod | Code
-- Column:  text_en | Engelska | English
-- Column:  aim | Syfte | Aim
SELECT $__inLanguage(title_sv, title_en) AS text, kind AS value, title_en AS text_en, aim_sv AS aim
FROM core.intervention_kinds
ORDER BY position
