-- client_exclusion: Är brukaren spärrad | Is the client left out
-- sv:      Om brukaren i dag är spärrad från modeller eller urval, och till när. Skälet står bara i åtkomstloggen.
-- en:      Whether the client today is left out of models or selections, and until when. The reason stands in the access log only.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   core.excluded_clients
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  client_id | Brukare | Client
-- Column:  is_from_models | Spärrad från modeller | Left out of models
-- Column:  is_from_selections | Spärrad från urval | Left out of selections
-- Column:  from_date | Från | From
-- Column:  until_date | Till (första dagen utan spärr) | Until (first day without)
SELECT
    excluded.client_id AS client_id,
    excluded.is_from_models AS is_from_models,
    excluded.is_from_selections AS is_from_selections,
    excluded.from_date AS from_date,
    excluded.until_date AS until_date
FROM core.excluded_clients AS excluded
WHERE excluded.client_id = {client:UInt64}
    AND $__clients(excluded.client_id)
