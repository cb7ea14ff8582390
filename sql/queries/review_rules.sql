-- review_rules: Granskningens regler | Rules of the review
-- sv:      Regel för regel: gränsen, hur många fynd panelens period har, och hur många av dem som ingen har kontrollerat.
-- en:      Rule by rule: the limit, how many findings the panel's range has, and how many of them nobody has controlled.
-- Kind:    table
-- Roles:   officer
-- Reads:   ops.access_review, ops.review_limits
-- Column:  title | Regel | Rule
-- Column:  threshold | Gräns | Limit
-- Column:  n_findings | Fynd | Findings
-- Column:  n_open | Inte kontrollerade | Not controlled
-- Column:  n_persons | Personer | Persons
-- Column:  why | Vad regeln räknar, och varför | What the rule counts, and why
SELECT
    any($__inLanguage(limits.title_sv, limits.title_en)) AS title,
    any(limits.threshold) AS threshold,
    countIf(ifNull(review.finding_id, '') != '') AS n_findings,
    countIf(ifNull(review.finding_id, '') != '' AND review.verdict = '') AS n_open,
    uniqExactIf(review.user_name, ifNull(review.user_name, '') != '') AS n_persons,
    any($__inLanguage(limits.why_sv, limits.why_en)) AS why
FROM ops.review_limits AS limits
LEFT JOIN
(
    SELECT found.rule AS rule, found.finding_id AS finding_id, found.user_name AS user_name, found.verdict AS verdict
    FROM ops.access_review AS found
    WHERE $__dateFilter(found.review_date)
) AS review ON limits.limit_name = review.rule
WHERE limits.is_rule
GROUP BY limits.limit_name
ORDER BY n_open DESC, n_findings DESC, title
