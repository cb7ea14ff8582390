-- intervention_starts: Påbörjade insatser | Interventions begun
-- sv:      Förebyggande insatser som börjat, per år och slag. Färre än fem visas inte.
-- en:      Preventive interventions begun, by year and kind. Fewer than five are not shown.
-- Kind:    timeseries
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.intervention_kinds, mart.follow_up_groups
-- Column:  year | År | Year
-- Column:  kind | Insats | Intervention
-- Column:  n_started | Påbörjade | Begun
SELECT
    makeDate(groups.started_year, 1, 1) AS year,
    coalesce(nullIf($__inLanguage(kinds.title_sv, kinds.title_en), ''), toString(groups.kind)) AS kind,
    if(groups.n_interventions < 5, NULL, groups.n_interventions) AS n_started
FROM mart.follow_up_groups AS groups
LEFT JOIN core.intervention_kinds AS kinds ON groups.kind = kinds.kind
WHERE groups.area_id = '*'
    AND groups.started_year > 0
    AND groups.horizon_months = 3
ORDER BY year, kind
