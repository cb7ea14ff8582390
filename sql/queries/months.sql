-- months: Månader | Months
-- sv:      Månader som det finns uppgifter för, den senaste först.
-- en:      Months that there is data for, the latest first.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   mart.area_months
-- Column:  text | Månad | Month
-- Column:  value | Dag | Day
SELECT DISTINCT formatDateTime(months.month, '%Y-%m') AS text, toString(months.month) AS value
FROM mart.area_months AS months
ORDER BY value DESC
