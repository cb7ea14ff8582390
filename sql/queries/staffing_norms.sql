-- staffing_norms: Bemanningstal | Staffing norms
-- sv:      Hur en heltid används: frånvaro, restid och andel hos brukare, och var talen kommer ifrån. Exempel gäller där kommunen inte har
--          levererat egna.
-- en:      How a full-time position is used: absence, travel and share with clients, and where the numbers are from. Examples stand in where the
--          municipality has delivered none.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner
-- Reads:   core.staffing_norms
-- Column:  profession | Yrkesgrupp | Profession
-- Column:  paid_h_per_month | Betald tid | Paid hours | h_per_month
-- Column:  absence_share | Frånvaro | Absence | share
-- Column:  travel_share | Restid | Travel | share
-- Column:  client_share | Hos brukare | With clients | share
-- Column:  client_h_per_fte | Tid hos brukare per heltid | Hours with clients per full-time position | h_per_month
-- Column:  working_h_per_client_h | Arbetstimmar per timme hos brukare | Working hours per hour with clients
-- Column:  is_example | Exempel | Example
-- Column:  source | Källa | Source
-- Column:  valid_from | Gäller från | Valid from
SELECT
    profession,
    paid_h_per_month,
    absence_share,
    travel_share,
    client_share,
    paid_h_per_month * (1 - absence_share) * (1 - travel_share) * client_share AS client_h_per_fte,
    1 / (client_share * (1 - travel_share)) AS working_h_per_client_h,
    is_example,
    source,
    valid_from
FROM core.staffing_norms
ORDER BY profession
