-- In each month the granted hours of mart.client_months are those of the decisions that hold on its last day.
WITH decided AS
(
    SELECT months.month AS month, sum(toFloat64(ifNull(decisions.granted_h_per_month, 0))) AS decided_h
    FROM mart.client_months AS months
    INNER JOIN core.service_decisions AS decisions ON months.client_id = decisions.client_id
    WHERE decisions.service_code = 'home_care' AND decisions.is_executed
        AND decisions.valid_from <= toLastDayOfMonth(months.month)
        AND ifNull(decisions.valid_to, toDate('2149-01-01')) > toLastDayOfMonth(months.month)
    GROUP BY month
),
counted AS
(
    SELECT month, sum(home_care_granted_h) AS counted_h FROM mart.client_months GROUP BY month
)
SELECT counted.month AS month, counted.counted_h AS counted_h, decided.decided_h AS decided_h
FROM counted
LEFT JOIN decided ON counted.month = decided.month
WHERE abs(counted.counted_h - ifNull(decided.decided_h, 0)) > 0.01
SETTINGS join_use_nulls = 1;
