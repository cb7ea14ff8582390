-- Reasons are ranked from 1 without gaps, the largest contribution first, and each raises the estimate.
SELECT client_id, as_of_date, target, groupArray(rank) AS ranks, groupArray(contribution) AS contributions
FROM (SELECT * FROM model.risk_reasons ORDER BY client_id, as_of_date, target, rank)
GROUP BY client_id, as_of_date, target
HAVING arraySort(ranks) != range(1, length(ranks) + 1) OR arrayMin(contributions) <= 0 OR arrayReverseSort(contributions) != contributions;
