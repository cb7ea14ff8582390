-- client_services: En brukares beslut | A client's decisions
-- sv:      Beslut om insatser enligt SoL, från och till (första dagen utan).
-- en:      Decisions on services, from and to (the first day without).
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   core.service_codes, core.service_decisions
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  service_code | Insats, kod | Service, code
-- Column:  name_sv | Insats | Service (Swedish)
-- Column:  name_en | Insats (engelska) | Service
-- Column:  valid_from | Från | From
-- Column:  valid_to | Till | To
-- Column:  granted_h_per_month | Beviljat | Granted | h_per_month
-- Column:  is_executed | Verkställt | Executed
-- Column:  is_end_inferred | Slutet är härlett | End inferred
-- Column:  decided_date | Beslutat | Decided
-- Column:  provider_id | Utförare | Provider
SELECT
    decisions.service_code AS service_code,
    codes.name_sv AS name_sv,
    codes.name_en AS name_en,
    decisions.valid_from AS valid_from,
    decisions.valid_to AS valid_to,
    decisions.granted_h_per_month AS granted_h_per_month,
    decisions.is_executed AS is_executed,
    decisions.is_end_inferred AS is_end_inferred,
    decisions.decided_date AS decided_date,
    decisions.provider_id AS provider_id
FROM core.service_decisions AS decisions
LEFT JOIN core.service_codes AS codes ON decisions.service_code = codes.service_code
WHERE decisions.client_id = {client:UInt64}
    AND $__clients(decisions.client_id)
ORDER BY valid_from, service_code
