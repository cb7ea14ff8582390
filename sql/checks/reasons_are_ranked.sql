-- Reasons are ranked from 1 without gaps, the largest contribution first, and each raises the estimate.
SELECT client_id, as_of_date, target, arraySort(groupArray((rank, contribution))) AS reasons
FROM model.risk_reasons
GROUP BY client_id, as_of_date, target
HAVING reasons.1 != range(1, length(reasons) + 1) OR arrayMin(reasons.2) <= 0 OR arrayReverseSort(reasons.2) != reasons.2;
