-- belief_outcomes: Tror vi rätt? | Do we believe rightly?
-- sv:      Av insatser som troddes ge ungefär så mycket: vad som kom i genomsnitt mot liknande brukare, med intervall. Med färre än tio brukare sägs ingenting.
-- en:      Of interventions that were believed to give about so much: what came on average against similar clients, with an interval. With fewer than ten clients nothing is said.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   mart.belief_outcomes
-- Param:   horizon UInt8 = 6 | Månader efter starten: 3, 6 eller 12. | Months after the start: 3, 6 or 12.
-- Column:  believer | Vem trodde | Who believed
-- Column:  band | Grupp | Band
-- Column:  n_cases | Insatser | Interventions
-- Column:  n_clients | Brukare | Clients
-- Column:  believed_h | Troddes | Believed | h_per_month
-- Column:  came_h | Kom | Came | h_per_month
-- Column:  came_low_h | Lägre gräns | Lower end | h_per_month
-- Column:  came_high_h | Övre gräns | Upper end | h_per_month
-- Column:  agrees | Stämmer | Agrees
SELECT
    beliefs.believer AS believer,
    beliefs.band AS band,
    beliefs.n_cases AS n_cases,
    beliefs.n_clients AS n_clients,
    beliefs.believed_h AS believed_h,
    beliefs.came_h AS came_h,
    beliefs.came_low_h AS came_low_h,
    beliefs.came_high_h AS came_high_h,
    beliefs.agrees AS agrees
FROM mart.belief_outcomes AS beliefs
WHERE beliefs.horizon_months = {horizon:UInt8}
    AND NOT beliefs.is_too_few
ORDER BY believer DESC, band = 0 DESC, band
