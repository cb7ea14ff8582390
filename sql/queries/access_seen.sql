-- access_seen: Vem som har sett en brukare | Who has seen a client
-- sv:      Loggutdrag: åtkomster där brukaren namnges, och listor så stora att loggen inte namnger någon men där brukaren kan ha ingått. Tomt utan pseudonym. Frågan skrivs själv in i loggen, med skälet.
-- en:      Extract of the log: accesses that name the client, and lists so large that the log names nobody but the client may have been among them. Empty without a pseudonym. The question is itself written into the log, with its reason.
-- Kind:    table
-- Roles:   officer
-- Reads:   ops.access_log
-- Param:   pseudonym String = "" | Brukarens pseudonym. | The client's pseudonym.
-- Param:   since DateTime('UTC') = "1970-01-01 00:00:00" | Från och med, UTC. | From, UTC.
-- Column:  accessed_at | När | When
-- Column:  user_name | Vem | Who
-- Column:  role | Roll | Role
-- Column:  purpose | Ändamål | Purpose
-- Column:  surface | Varifrån | From where
-- Column:  request | Vad | What
-- Column:  page | Sida | Page
-- Column:  is_alone | Bara brukaren | The client alone
-- Column:  is_shown | Något visades | Something was shown
-- Column:  n_clients | Brukare i samma svar | Clients in the same answer
-- Column:  is_possible | Kan ha ingått | May have been among them
-- The areas in which the log has met the client, alone or in lists of one area.
WITH
    toUInt64OrZero({pseudonym:String}) AS client,
    (
        SELECT groupUniqArray(toString(log.area_id)) FROM ops.access_log AS log WHERE log.client_id = toUInt64OrZero({pseudonym:String})
    ) AS alone,
    (
        SELECT groupUniqArrayArray(arrayMap(area -> toString(area), mapKeys(log.clients_of_areas))) FROM ops.access_log AS log
        WHERE has(log.client_ids, toUInt64OrZero({pseudonym:String})) AND length(mapKeys(log.clients_of_areas)) = 1
    ) AS listed
SELECT
    log.accessed_at AS accessed_at,
    toString(log.user_name) AS user_name,
    toString(log.role) AS role,
    log.purpose AS purpose,
    toString(log.surface) AS surface,
    toString(log.request) AS request,
    log.page AS page,
    toBool(log.client_id != 0) AS is_alone,
    toBool(log.n_rows > 0) AS is_shown,
    log.n_clients AS n_clients,
    toBool(NOT (log.client_id = client OR has(log.client_ids, client))) AS is_possible
FROM ops.access_log AS log
WHERE client != 0 AND log.accessed_at >= {since:DateTime('UTC')} AND log.outcome != 'started'
    AND (log.client_id = client OR has(log.client_ids, client)
        OR log.n_rows > 0 AND log.n_clients > 0 AND log.client_id = 0 AND empty(log.client_ids)
            AND (empty(arrayConcat(alone, listed)) OR empty(mapKeys(log.clients_of_areas)) OR hasAny(arrayMap(area -> toString(area), mapKeys(log.clients_of_areas)), arrayConcat(alone, listed))))
ORDER BY accessed_at, log.access_id
