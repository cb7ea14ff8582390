-- access_users: Vem som använder Framsyn | Who uses Framsyn
-- sv:      Person för person i panelens period: åtkomster, olika brukare som visats (av dem som loggen namnger), identiteter och avvisade försök.
-- en:      Person by person in the panel's range: accesses, different clients shown (of those whom the log names), identities and refused attempts.
-- Kind:    table
-- Roles:   officer
-- Reads:   ops.access_log
-- Column:  user_name | Vem | Who
-- Column:  role | Roll | Role
-- Column:  n_accesses | Åtkomster | Accesses
-- Column:  n_clients | Brukare | Clients
-- Column:  n_opened | Öppnade | Opened
-- Column:  n_identities | Identiteter | Identities
-- Column:  n_refused | Avvisade | Refused
-- Column:  last_at | Senast | Last
SELECT
    log.user_name AS user_name,
    log.role AS role,
    count() AS n_accesses,
    uniqExactArrayIf(if(log.client_id != 0, [log.client_id], log.client_ids), log.n_rows > 0) AS n_clients,
    uniqExactIf(log.client_id, log.client_id != 0 AND log.n_rows > 0) AS n_opened,
    countIf(log.surface IN ('identity', 'protected_identity') AND log.n_rows > 0) AS n_identities,
    countIf(log.outcome = 'refused') AS n_refused,
    max(log.accessed_at) AS last_at
FROM ops.access_log AS log
WHERE $__timeFilter(log.accessed_at) AND log.outcome != 'started' AND log.surface != 'log'
GROUP BY user_name, role
ORDER BY n_clients DESC, n_accesses DESC, user_name, role
