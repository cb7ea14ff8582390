-- follow_up_groups: Vad insatserna gav | What interventions came to
-- sv:      Vad teamen trodde, vad som kom, och vad liknande brukare utan insatsen fick, per slag, område och år. Med färre än tio sägs
--          ingenting.
-- en:      What the teams believed, what came, and what similar clients without it had, by kind, area and year. With fewer than ten nothing
--          is said.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.intervention_kinds, mart.follow_up_groups
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Param:   kinds Array(String) = [] | Insatser; tomt = alla. | Interventions; empty = all. | intervention_kinds
-- Param:   horizon UInt8 = 6 | Månader efter starten: 3, 6 eller 12. | Months after the start: 3, 6 or 12.
-- Param:   year Int32 = -1 | Startår; 0 = alla år tillsammans, -1 = varje rad. | Year of the start; 0 = all years together, -1 = each row.
-- Column:  kind | Insats, kod | Intervention, code
-- Column:  title | Insats | Intervention
-- Column:  area_id | Område; * = alla | Area; * = all
-- Column:  started_year | År; 0 = alla | Year; 0 = all
-- Column:  n_interventions | Insatser | Interventions
-- Column:  n_followed | Uppföljda | Followed
-- Column:  n_controls | Liknande | Similar
-- Column:  believed_team_h | Teamet trodde | The team believed | h_per_month
-- Column:  believed_model_h | Modellen trodde | The model believed | h_per_month
-- Column:  observed_change_h | Förändring som kom | Change that came | h_per_month
-- Column:  similar_change_h | Liknande utan insatsen | Similar without it | h_per_month
-- Column:  effect_h | Skillnad | Difference | h_per_month
-- Column:  effect_low_h | Lägre gräns | Lower end | h_per_month
-- Column:  effect_high_h | Övre gräns | Upper end | h_per_month
-- Column:  is_too_few | För få | Too few
-- Column:  is_warned | Varning | Warned
-- Column:  sentence_sv | I ord | In words (Swedish)
-- Column:  sentence_en | I ord (engelska) | In words
SELECT
    groups.kind AS kind,
    $__inLanguage(kinds.title_sv, kinds.title_en) AS title,
    groups.area_id AS area_id,
    groups.started_year AS started_year,
    groups.n_interventions AS n_interventions,
    groups.n_followed AS n_followed,
    groups.n_controls AS n_controls,
    groups.believed_team_h AS believed_team_h,
    groups.believed_model_h AS believed_model_h,
    groups.observed_change_h AS observed_change_h,
    groups.similar_change_h AS similar_change_h,
    groups.effect_h AS effect_h,
    groups.effect_low_h AS effect_low_h,
    groups.effect_high_h AS effect_high_h,
    groups.is_too_few AS is_too_few,
    groups.is_warned AS is_warned,
    groups.sentence_sv AS sentence_sv,
    groups.sentence_en AS sentence_en
FROM mart.follow_up_groups AS groups
LEFT JOIN core.intervention_kinds AS kinds ON groups.kind = kinds.kind
WHERE groups.horizon_months = {horizon:UInt8}
    AND ({year:Int32} < 0 OR groups.started_year = {year:Int32})
    AND (groups.area_id = '*' OR $__areas(groups.area_id))
    AND $__conditionalAll(groups.area_id IN ({areas:Array(String)}), areas)
    AND $__conditionalAll(groups.kind IN ({kinds:Array(String)}), kinds)
ORDER BY kind, area_id = '*' DESC, area_id, started_year
