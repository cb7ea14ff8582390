-- Each client has one row for every month from the first to the last.
SELECT client_id, count() AS n_months, dateDiff('month', min(month), max(month)) + 1 AS n_expected
FROM mart.client_months
GROUP BY client_id
HAVING n_months != n_expected;
