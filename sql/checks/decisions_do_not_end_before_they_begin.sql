-- No decision ends before it begins.
SELECT decision_id, valid_from, valid_to
FROM core.service_decisions
WHERE valid_to < valid_from;
