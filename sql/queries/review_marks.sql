-- review_marks: Kontroller av loggen | Controls of the log
-- sv:      Allt som skrivits in om fynd och stickprov i panelens period: vad kontrollen kom fram till, vem som gjorde den och när. Det senaste gäller; inget skrivs över.
-- en:      All that has been written of findings and samples in the panel's range: what the control came to, who made it and when. The newest counts; nothing is written over.
-- Kind:    table
-- Roles:   officer
-- Reads:   ops.access_review, ops.review_marks
-- Column:  subject | Fynd eller åtkomst | Finding or access
-- Column:  verdict | Kontroll | Control
-- Column:  note | Anteckning | Note
-- Column:  marked_by | Av | By
-- Column:  marked_at | När | When
-- A finding is named by its rule, person, day and client: its mark holds for each role that the person had that day.
SELECT marks.subject AS subject, marks.verdict AS verdict, marks.note AS note, marks.marked_by AS marked_by, marks.marked_at AS marked_at
FROM
(
    SELECT toString(samples.access_id) AS subject, toString(samples.verdict) AS verdict, samples.note AS note, toString(samples.marked_by) AS marked_by, samples.marked_at AS marked_at
    FROM ops.review_marks AS samples
    WHERE samples.rule = ''
    UNION ALL
    SELECT found.finding_id AS subject, toString(findings.verdict) AS verdict, findings.note AS note, toString(findings.marked_by) AS marked_by, findings.marked_at AS marked_at
    FROM ops.review_marks AS findings
    INNER JOIN
    (
        SELECT review.finding_id AS finding_id, review.rule AS rule, review.user_name AS user_name, review.review_date AS review_date, review.client_id AS client_id
        FROM ops.access_review AS review
        WHERE $__dateFilter(review.review_date)
    ) AS found
        ON toString(findings.rule) = found.rule AND findings.user_name = found.user_name AND findings.review_date = found.review_date AND findings.client_id = found.client_id
    WHERE findings.rule != ''
) AS marks
ORDER BY subject, marked_at DESC
