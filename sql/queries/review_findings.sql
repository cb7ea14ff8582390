-- review_findings: Det som sticker ut i åtkomstloggen | What stands out in the access log
-- sv:      Fynd enligt granskningens regler i panelens period: vem, när, vad som räknades och gränsen, och vad kontrollen kom fram till.
-- en:      Findings by the rules of the review in the panel's range: who, when, what was counted and the limit, and what the control came to.
-- Kind:    table
-- Roles:   officer
-- Reads:   ops.access_review
-- Column:  title | Regel | Rule
-- Column:  review_date | Dag | Day
-- Column:  user_name | Vem | Who
-- Column:  role | Roll | Role
-- Column:  measured | Räknat | Counted
-- Column:  threshold | Gräns | Limit
-- Column:  n_accesses | Åtkomster | Accesses
-- Column:  first_at | Första | First
-- Column:  last_at | Sista | Last
-- Column:  client | Brukare | Client
-- Column:  areas | Områden | Areas
-- Column:  why | Vad regeln räknar, och varför | What the rule counts, and why
-- Column:  verdict | Kontroll | Control
-- Column:  note | Anteckning | Note
-- Column:  finding_id | Fynd | Finding
SELECT
    $__inLanguage(review.title_sv, review.title_en) AS title,
    review.review_date AS review_date,
    review.user_name AS user_name,
    review.role AS role,
    review.measured AS measured,
    review.threshold AS threshold,
    review.n_accesses AS n_accesses,
    review.first_at AS first_at,
    review.last_at AS last_at,
    if(review.client_id = 0, '', toString(review.client_id)) AS client,
    review.areas AS areas,
    $__inLanguage(review.why_sv, review.why_en) AS why,
    review.verdict AS verdict,
    review.note AS note,
    review.finding_id AS finding_id
FROM ops.access_review AS review
WHERE $__dateFilter(review.review_date)
ORDER BY verdict, review_date DESC, measured / threshold DESC, finding_id
