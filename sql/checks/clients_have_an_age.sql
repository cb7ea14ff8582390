-- Clients were born between 1900 and the day they were first seen, at most 115 years before.
SELECT client_id, birth_month, first_seen_date
FROM core.clients
WHERE birth_month < toDate32('1900-01-01')
    OR birth_month > first_seen_date
    OR dateDiff('year', birth_month, first_seen_date) > 115;
