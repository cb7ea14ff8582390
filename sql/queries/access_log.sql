-- access_log: Vem som sett vad | Who saw what
-- sv:      Åtkomster i panelens period: vem, i vilken roll, varför, varifrån, vad, hur många brukare det gällde, och hur det gick.
-- en:      Accesses in the panel's range: who, in which role, why, from where, what, how many clients it was about, and how it went.
-- Kind:    table
-- Roles:   officer
-- Reads:   ops.access_log
-- Param:   users Array(String) = [] | Användare; tomt = alla. | Users; empty = all.
-- Column:  accessed_at | När | When
-- Column:  user_name | Vem | Who
-- Column:  role | Roll | Role
-- Column:  purpose | Ändamål | Purpose
-- Column:  surface | Varifrån | From where
-- Column:  request | Vad | What
-- Column:  page | Sida | Page
-- Column:  objects | Objekt | Objects
-- Column:  n_rows | Rader | Rows
-- Column:  n_clients | Brukare | Clients
-- Column:  outcome | Hur det gick | Outcome
-- Column:  seconds | Tid | Time | s
-- Column:  address | Adress | Address
-- Column:  query_id | Fråga | Query
SELECT
    log.accessed_at AS accessed_at,
    log.user_name AS user_name,
    log.role AS role,
    log.purpose AS purpose,
    log.surface AS surface,
    log.request AS request,
    log.page AS page,
    arrayStringConcat(log.objects, ', ') AS objects,
    log.n_rows AS n_rows,
    log.n_clients AS n_clients,
    log.outcome AS outcome,
    log.seconds AS seconds,
    log.address AS address,
    log.query_id AS query_id
FROM ops.access_log AS log
WHERE $__timeFilter(log.accessed_at)
    AND (log.outcome != 'started' OR log.query_id NOT IN (SELECT ended.query_id FROM ops.access_log AS ended WHERE $__timeFilter(ended.accessed_at) AND ended.outcome != 'started'))
    AND $__conditionalAll(log.user_name IN ({users:Array(String)}), users)
ORDER BY accessed_at DESC, access_id
