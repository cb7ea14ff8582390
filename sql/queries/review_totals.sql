-- review_totals: Granskningen i korthet | The review in short
-- sv:      Åtkomster i panelens period, hur många som visade brukare, vad som avvisades, och det som ingen har kontrollerat än.
-- en:      Accesses in the panel's range, how many showed clients, what was refused, and what nobody has controlled yet.
-- Kind:    value
-- Roles:   officer
-- Reads:   ops.access_log, ops.access_review, ops.access_samples
-- Column:  n_accesses | Åtkomster | Accesses
-- Column:  n_with_clients | Visade brukare | Showed clients
-- Column:  n_refused | Avvisade | Refused
-- Column:  n_open | Fynd att kontrollera | Findings to control
-- Column:  n_samples | Stickprov att kontrollera | Samples to control
-- Column:  n_lost | Rader som fattas i loggen | Rows missing in the log
-- lower() keeps the engine from asking the views for the size of a text, which they do not have.
SELECT
    countIf(log.outcome != 'started' AND log.surface != 'log') AS n_accesses,
    countIf(log.outcome != 'started' AND log.surface != 'log' AND log.n_rows > 0 AND (log.n_clients > 0 OR log.has_unnamed_clients)) AS n_with_clients,
    countIf(log.outcome = 'refused') AS n_refused,
    (SELECT count() FROM ops.access_review AS review WHERE $__dateFilter(review.review_date) AND lower(review.verdict) = '') AS n_open,
    (
        SELECT count()
        FROM ops.access_samples AS samples
        WHERE $__dateFilter(samples.week_date) AND addDays(samples.week_date, 7) <= toDate($__toTime, 'Europe/Stockholm') AND lower(samples.verdict) = ''
    ) AS n_samples,
    sumIf(log.n_rows, log.surface = 'log') AS n_lost
FROM ops.access_log AS log
WHERE $__timeFilter(log.accessed_at)
