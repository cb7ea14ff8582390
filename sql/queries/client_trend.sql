-- client_trend: Åt vilket håll timmarna går | Where the hours are going
-- sv:      Trenden i beviljade timmar de senaste tolv månaderna, med intervall.
-- en:      The trend of granted hours in the last twelve months, with an interval.
-- Kind:    value
-- Roles:   manager, analyst
-- Reads:   model.client_trends, model.current_runs
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  as_of_date | Per | As of
-- Column:  n_months | Månader | Months
-- Column:  verdict | Omdöme | Verdict
-- Column:  slope | Förändring per månad | Change per month | h
-- Column:  slope_low | Lägre gräns | Lower end | h
-- Column:  slope_high | Övre gräns | Upper end | h
SELECT
    trends.as_of_date AS as_of_date,
    trends.n_months AS n_months,
    trends.verdict AS verdict,
    trends.slope AS slope,
    trends.slope_low AS slope_low,
    trends.slope_high AS slope_high
FROM model.client_trends AS trends
WHERE trends.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'trend')
    AND trends.client_id = {client:UInt64}
    AND $__clients(trends.client_id)
ORDER BY as_of_date DESC
LIMIT 1
