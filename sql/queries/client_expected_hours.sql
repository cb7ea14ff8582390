-- client_expected_hours: En brukares väntade timmar | A client's expected hours
-- sv:      Beviljade timmar som väntas om 3, 6 och 12 månader, för dem som då bor hemma med hemtjänst, med 80 % intervall.
-- en:      Granted hours expected in 3, 6 and 12 months, for those who then have home care, with an 80 % interval.
-- Kind:    timeseries
-- Roles:   manager, analyst
-- Reads:   model.current_runs, model.expected_hours
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  month | Månad | Month
-- Column:  hours_expected | Väntade timmar | Expected hours | h_per_month
-- Column:  hours_expected_low | Lägre gräns | Lower end | h_per_month
-- Column:  hours_expected_high | Övre gräns | Upper end | h_per_month
SELECT
    addMonths(toStartOfMonth(expected.as_of_date), expected.horizon_months) AS month,
    expected.hours_expected AS hours_expected,
    expected.hours_expected_low AS hours_expected_low,
    expected.hours_expected_high AS hours_expected_high
FROM model.expected_hours AS expected
INNER JOIN model.current_runs AS runs ON expected.run_id = runs.run_id AND expected.as_of_date = runs.as_of_date
WHERE expected.client_id = {client:UInt64}
    AND $__clients(expected.client_id)
ORDER BY month
