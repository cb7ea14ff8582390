-- client_hsl: En brukares HSL | A client's health care
-- sv:      HSL-åtgärder per månad, åtgärdskod och yrke.
-- en:      Health-care actions by month, code and profession.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   core.hsl_actions, core.kva_codes
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  month | Månad | Month
-- Column:  kva_code | KVÅ | KVÅ
-- Column:  term_sv | Åtgärd | Action (Swedish)
-- Column:  profession | Yrke | Profession
-- Column:  is_delegated | Delegerad | Delegated
-- Column:  n_actions | Åtgärder | Actions
-- Column:  duration_min | Tid | Time | min
SELECT
    toStartOfMonth(actions.performed_date) AS month,
    actions.kva_code AS kva_code,
    any(codes.term_sv) AS term_sv,
    actions.profession AS profession,
    actions.is_delegated AS is_delegated,
    count() AS n_actions,
    sumOrNull(actions.duration_min) AS duration_min
FROM core.hsl_actions AS actions
LEFT JOIN core.kva_codes AS codes ON actions.kva_code = codes.kva_code
WHERE actions.client_id = {client:UInt64}
    AND $__clients(actions.client_id)
GROUP BY month, kva_code, profession, is_delegated
ORDER BY month, kva_code, profession
