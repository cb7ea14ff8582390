-- effect_averages: Insatsernas effekt i medeltal | The average effect of interventions
-- sv:      Vad varje slag av insats ändrat i medeltal mot liknande brukare utan den, timmar per månad, minus = färre. En varning betyder att
--          en kontroll inte höll.
-- en:      What each kind of intervention changed on average against similar clients without it, hours per month, minus = fewer. A warning
--          means that a check failed.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.intervention_kinds, model.current_runs, model.effect_estimates
-- Param:   horizon UInt8 = 12 | Månader efter starten: 3, 6 eller 12. | Months after the start: 3, 6 or 12.
-- Column:  kind | Insats, kod | Intervention, code
-- Column:  title | Insats | Intervention
-- Column:  estimate | Effekt | Effect | h_per_month
-- Column:  estimate_low | Lägre gräns | Lower end | h_per_month
-- Column:  estimate_high | Övre gräns | Upper end | h_per_month
-- Column:  n_treated_clients | Brukare | Clients
-- Column:  is_warned | Varning | Warned
SELECT
    estimates.kind AS kind,
    $__inLanguage(kinds.title_sv, kinds.title_en) AS title,
    estimates.estimate AS estimate,
    estimates.estimate_low AS estimate_low,
    estimates.estimate_high AS estimate_high,
    estimates.n_treated_clients AS n_treated_clients,
    estimates.is_warned AS is_warned
FROM model.effect_estimates AS estimates
LEFT JOIN core.intervention_kinds AS kinds ON estimates.kind = kinds.kind
WHERE estimates.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'effect')
    AND estimates.horizon_months = {horizon:UInt8}
    AND estimates.among = 'all'
    AND estimates.estimand = 'att'
    AND estimates.n_treated_clients >= 10
ORDER BY estimate, kind
