-- selection_changes: In i och ut ur ett urval | Into and out of a selection
-- sv:      Brukare som kommit in i eller lämnat ett sparat urval sedan en dag; inga för ett urval som har gått ut.
-- en:      Clients who entered or left a saved selection since a day; none of a selection that has expired.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   core.selection_events, core.selections, mart.candidates
-- Param:   selection String | Sparat urval. | Saved selection. | selections
-- Param:   since Date = "1970-01-01" | Från och med dagen. | From that day on.
-- Column:  client_id | Brukare | Client
-- Column:  kind | In eller ut | In or out
-- Column:  event_date | Dag | Day
-- Column:  area_name | Område | Area
-- Column:  age_years | Ålder | Age | years
-- Column:  hours_now | Timmar nu | Hours now | h_per_month
-- Column:  risk_probability | Risk | Risk | share
SELECT
    events.client_id AS client_id,
    events.kind AS kind,
    events.event_date AS event_date,
    candidates.area_name AS area_name,
    candidates.age_years AS age_years,
    candidates.hours_now AS hours_now,
    candidates.risk_probability AS risk_probability
FROM core.selection_events AS events
LEFT JOIN mart.candidates AS candidates ON events.client_id = candidates.client_id
WHERE events.selection_id = {selection:String}
    AND events.event_date >= {since:Date}
    AND events.selection_id NOT IN (
        SELECT newest.selection_id FROM core.selections AS newest
        GROUP BY newest.selection_id
        HAVING argMax(tuple(newest.expires_date), newest.version).1 <= toDate(now('Europe/Stockholm')))
    AND $__clients(events.client_id)
ORDER BY event_date DESC, kind, client_id
