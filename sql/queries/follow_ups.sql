-- follow_ups: Enskilda uppföljningar | Single follow-ups
-- sv:      Varje insats: vad som troddes, vad som kom, och liknande brukare utan den. För en enskild person är skillnaden inget bevis.
-- en:      Each intervention: what was believed, what came, and similar clients without it. For one person the difference proves nothing.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   mart.follow_ups
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Param:   kinds Array(String) = [] | Insatser; tomt = alla. | Interventions; empty = all. | intervention_kinds
-- Param:   horizon UInt8 = 6 | Månader efter starten: 3, 6 eller 12. | Months after the start: 3, 6 or 12.
-- Param:   states Array(String) = [] | Läge i uppföljningen, som followed; tomt = alla. | State of the follow-up, such as followed; empty = all.
-- Param:   rows UInt32 = 100000 | Högst så många, de nyaste. | At most so many, the newest.
-- Column:  intervention_id | Insats, nummer | Intervention, number
-- Column:  client_id | Brukare | Client
-- Column:  kind | Insats | Intervention
-- Column:  area_id | Område | Area
-- Column:  started_date | Början | Start
-- Column:  followed | Uppföljd | Followed
-- Column:  fate | Läge | Fate
-- Column:  hours_before | Timmar före | Hours before | h_per_month
-- Column:  believed_team_h | Teamet trodde | The team believed | h_per_month
-- Column:  believed_model_h | Modellen trodde | The model believed | h_per_month
-- Column:  observed_change_h | Förändring som kom | Change that came | h_per_month
-- Column:  similar_change_h | Liknande utan | Similar without | h_per_month
-- Column:  similar_low_h | Liknande, lägre gräns | Similar, lower end | h_per_month
-- Column:  similar_high_h | Liknande, övre gräns | Similar, upper end | h_per_month
-- Column:  is_unusual | Ovanligt | Unusual
-- Column:  sentence_sv | I ord | In words (Swedish)
-- Column:  sentence_en | I ord (engelska) | In words
SELECT
    follow_ups.intervention_id AS intervention_id,
    follow_ups.client_id AS client_id,
    follow_ups.kind AS kind,
    follow_ups.area_id AS area_id,
    follow_ups.started_date AS started_date,
    follow_ups.followed AS followed,
    follow_ups.fate AS fate,
    follow_ups.hours_before AS hours_before,
    follow_ups.believed_team_h AS believed_team_h,
    follow_ups.believed_model_h AS believed_model_h,
    follow_ups.observed_change_h AS observed_change_h,
    follow_ups.similar_change_h AS similar_change_h,
    follow_ups.similar_low_h AS similar_low_h,
    follow_ups.similar_high_h AS similar_high_h,
    follow_ups.is_unusual AS is_unusual,
    follow_ups.sentence_sv AS sentence_sv,
    follow_ups.sentence_en AS sentence_en
FROM mart.follow_ups AS follow_ups
WHERE follow_ups.horizon_months = {horizon:UInt8}
    AND $__areas(follow_ups.area_id)
    AND $__conditionalAll(follow_ups.area_id IN ({areas:Array(String)}), areas)
    AND $__conditionalAll(follow_ups.kind IN ({kinds:Array(String)}), kinds)
    AND $__conditionalAll(toString(follow_ups.followed) IN ({states:Array(String)}), states)
ORDER BY started_date DESC, intervention_id
LIMIT {rows:UInt32}
