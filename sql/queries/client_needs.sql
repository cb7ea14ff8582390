-- client_needs: Vad brukarens timmar går till | What makes up a client's hours
-- sv:      Minuter per vecka av varje bedömt behov, i praxis och enligt norm, vanan hos område och handläggare, och det som inte förklaras. Delarna blir tillsammans den tid som är registrerad. Ingen mätning av vad som görs, utan vad brukare med behovet får mer än andra.
-- en:      Minutes per week of each assessed need, in practice and by the norm, the habit of area and officer, and what is not explained. The parts add up to the time recorded. No record of what is done: what clients with the need get more than others.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   mart.client_needs
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  resource | Resurs | Resource
-- Column:  month | Månad | Month
-- Column:  part | Del | Part
-- Column:  icf_code | Kod | Code
-- Column:  term_sv | Behov | Need (Swedish)
-- Column:  limitation | Begränsning | Limitation | level
-- Column:  minutes_per_week | Praxis, per vecka | In practice, per week | min
-- Column:  low_minutes_per_week | Lägre gräns | Lower end | min
-- Column:  high_minutes_per_week | Övre gräns | Upper end | min
-- Column:  norm_minutes_per_week | Norm, per vecka | Norm, per week | min
-- Column:  n_clients | Brukare bakom | Clients behind
-- Column:  is_assessed | Bedömd | Assessed
SELECT
    needs.resource AS resource,
    needs.month AS month,
    needs.part AS part,
    needs.icf_code AS icf_code,
    needs.term_sv AS term_sv,
    needs.limitation AS limitation,
    needs.minutes_per_week AS minutes_per_week,
    needs.low_minutes_per_week AS low_minutes_per_week,
    needs.high_minutes_per_week AS high_minutes_per_week,
    needs.norm_minutes_per_week AS norm_minutes_per_week,
    needs.n_clients AS n_clients,
    needs.is_assessed AS is_assessed
FROM mart.client_needs AS needs
WHERE needs.client_id = {client:UInt64}
    AND $__clients(needs.client_id)
ORDER BY resource, part, minutes_per_week DESC, icf_code
