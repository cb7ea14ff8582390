-- client_search: Hitta en brukare | Find a client
-- sv:      Brukare vars pseudonym börjar med siffrorna, högst tio.
-- en:      Clients whose pseudonym begins with the digits, ten at most.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   mart.candidates
-- Param:   beginning String = "" | Pseudonymens första siffror. | The first digits of the pseudonym.
-- Column:  client_id | Brukare | Client
-- Column:  area_name | Område | Area
-- Column:  age_years | Ålder | Age | years
-- Column:  status | Läge | Status
-- Column:  hours_now | Timmar nu | Hours now | h_per_month
SELECT
    candidates.client_id AS client_id,
    candidates.area_name AS area_name,
    candidates.age_years AS age_years,
    candidates.status AS status,
    candidates.hours_now AS hours_now
FROM mart.candidates AS candidates
WHERE startsWith(toString(candidates.client_id), {beginning:String})
    AND $__areas(candidates.area_id)
ORDER BY client_id
LIMIT 10
