-- follow_up_advice: Gör mer av, gör mindre av | Do more of, do less of
-- sv:      Vad teamen trodde, vad som kom och vad liknande brukare utan insatsen fick, och vad det talar för: mer, mindre eller för tidigt att säga. Det gäller timmar hemtjänst, inte allt som en insats kan vara bra för. Grupper med färre än fem visas inte.
-- en:      What the teams believed, what came and what similar clients without it had, and what that speaks for: more, less or too early to say. It is about hours of home care, not all that an intervention may be good for. Groups of fewer than five are not shown.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   mart.follow_up_advice
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Param:   kinds Array(String) = [] | Insatser; tomt = alla. | Interventions; empty = all. | intervention_kinds
-- Param:   horizon UInt8 = 6 | Månader efter starten: 3, 6 eller 12. | Months after the start: 3, 6 or 12.
-- Column:  kind | Insats, kod | Intervention, code
-- Column:  title_sv | Insats | Intervention (Swedish)
-- Column:  title_en | Insats (engelska) | Intervention
-- Column:  area_id | Område; * = alla | Area; * = all
-- Column:  n_interventions | Insatser | Interventions
-- Column:  n_followed | Uppföljda | Followed
-- Column:  n_controls | Liknande | Similar
-- Column:  believed_team_h | Teamen trodde | The teams believed | h_per_month
-- Column:  believed_model_h | Modellen trodde | The model believed | h_per_month
-- Column:  observed_change_h | Förändring som kom | Change that came | h_per_month
-- Column:  similar_change_h | Liknande utan insatsen | Similar without it | h_per_month
-- Column:  effect_h | Skillnad | Difference | h_per_month
-- Column:  effect_low_h | Lägre gräns | Lower end | h_per_month
-- Column:  effect_high_h | Övre gräns | Upper end | h_per_month
-- Column:  surprise_h | Mindre än troddes | Less than believed | h_per_month
-- Column:  surprise_low_h | Lägre gräns | Lower end | h_per_month
-- Column:  surprise_high_h | Övre gräns | Upper end | h_per_month
-- Column:  is_warned | Varning | Warned
-- Column:  advice | Råd | Advice
-- Column:  ground | Grund | Ground
-- Column:  sentence_sv | I ord | In words (Swedish)
-- Column:  sentence_en | I ord (engelska) | In words
SELECT
    advice.kind AS kind,
    advice.title_sv AS title_sv,
    advice.title_en AS title_en,
    advice.area_id AS area_id,
    advice.n_interventions AS n_interventions,
    advice.n_followed AS n_followed,
    advice.n_controls AS n_controls,
    advice.believed_team_h AS believed_team_h,
    advice.believed_model_h AS believed_model_h,
    advice.observed_change_h AS observed_change_h,
    advice.similar_change_h AS similar_change_h,
    advice.effect_h AS effect_h,
    advice.effect_low_h AS effect_low_h,
    advice.effect_high_h AS effect_high_h,
    advice.surprise_h AS surprise_h,
    advice.surprise_low_h AS surprise_low_h,
    advice.surprise_high_h AS surprise_high_h,
    advice.is_warned AS is_warned,
    advice.advice AS advice,
    advice.ground AS ground,
    advice.sentence_sv AS sentence_sv,
    advice.sentence_en AS sentence_en
FROM mart.follow_up_advice AS advice
WHERE advice.horizon_months = {horizon:UInt8}
    AND advice.started_year = 0
    AND advice.n_interventions >= 5
    AND (advice.area_id = '*' OR $__areas(advice.area_id))
    AND ($__conditionalAll(advice.area_id IN ({areas:Array(String)}), areas))
    AND $__conditionalAll(advice.kind IN ({kinds:Array(String)}), kinds)
ORDER BY title_sv, area_id = '*' DESC, area_id
