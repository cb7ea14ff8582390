-- 20. Förebyggande insatser, och vad som blev av dem | Interventions, and what came of them
-- sv:     Insatser efter slag: vad som troddes, vad som kom, och vad som kom utöver det för liknande brukare utan insats.
-- en:     Preventive interventions (förebyggande insatser) by kind: what was believed, what came, and what came more than for similar
--         clients without one.
-- Group:  follow-up
-- returns: title_sv, n_followed, believed_team_h, observed_change_h, similar_change_h, effect_h, effect_low_h, effect_high_h
-- may return no rows
SELECT
    kinds.title_sv AS title_sv,
    came.n_followed AS n_followed,
    round(came.believed_team_h, 1) AS believed_team_h,
    round(came.observed_change_h, 1) AS observed_change_h,
    round(came.similar_change_h, 1) AS similar_change_h,
    round(came.effect_h, 1) AS effect_h,
    round(came.effect_low_h, 1) AS effect_low_h,
    round(came.effect_high_h, 1) AS effect_high_h
FROM mart.follow_up_groups AS came
INNER JOIN core.intervention_kinds AS kinds ON came.kind = kinds.kind
WHERE came.area_id = '*'
    AND came.started_year = 0
    AND came.horizon_months = 6
    AND NOT came.is_too_few
ORDER BY effect_h
