-- equity_groups: Beviljat vid lika behov | Granted at equal need
-- sv:      Beviljade timmar vid samma bedömda behov, mot medelbeslutet (områden) eller den vanligaste gruppen, med 95 % intervall. Grupper
--          med färre än tio brukare visas inte.
-- en:      Granted hours at the same assessed need, against the average decision (areas) or the most common group, with 95 % intervals.
--          Groups of fewer than ten clients are not shown.
-- Kind:    table
-- Roles:   leader, analyst, planner, service
-- Reads:   core.areas, model.current_runs, model.equity_effects
-- Param:   kind String = "area" | Grupper: area, sex, age eller year; aldrig handläggare. | Groups: area, sex, age or year; never officers.
-- Column:  level_id | Kod | Code
-- Column:  level_name | Grupp | Group
-- Column:  compared_with | Jämfört med | Compared with
-- Column:  n_decisions | Beslut | Decisions
-- Column:  n_clients | Brukare | Clients
-- Column:  ratio | Kvot | Ratio
-- Column:  ratio_low | Lägre gräns | Lower end
-- Column:  ratio_high | Övre gräns | Upper end
-- Column:  standing | Läge | Standing
SELECT
    effects.level_id AS level_id,
    multiIf(
        effects.kind = 'area', coalesce(nullIf(areas.area_name, ''), effects.level_id),
        effects.level_id = 'female', $__inLanguage('Kvinnor', 'Women'),
        effects.level_id = 'male', $__inLanguage('Män', 'Men'),
        effects.kind = 'age', concat(replaceOne(effects.level_id, '-', '–'), $__inLanguage(' år', ' years')),
        effects.level_id) AS level_name,
    multiIf(
        effects.reference_id = '', $__inLanguage('medelbeslutet', 'the average'),
        effects.reference_id = 'female', $__inLanguage('kvinnor', 'women'),
        effects.reference_id = 'male', $__inLanguage('män', 'men'),
        effects.kind = 'age', concat(replaceOne(effects.reference_id, '-', '–'), $__inLanguage(' år', ' years')),
        effects.reference_id) AS compared_with,
    effects.n_decisions AS n_decisions,
    effects.n_clients AS n_clients,
    effects.ratio AS ratio,
    effects.ratio_low AS ratio_low,
    effects.ratio_high AS ratio_high,
    multiIf(
        effects.ratio_low > 1 AND effects.standing != 'comparable', 'above',
        effects.ratio_high < 1 AND effects.standing != 'comparable', 'below',
        'comparable') AS standing
FROM model.equity_effects AS effects
LEFT JOIN core.areas AS areas ON effects.level_id = areas.area_id
WHERE effects.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'equity')
    AND effects.kind = {kind:String}
    AND effects.kind IN ('area', 'sex', 'age', 'year')
    AND effects.is_shown
    AND isNotNull(effects.ratio_low)
ORDER BY level_id
