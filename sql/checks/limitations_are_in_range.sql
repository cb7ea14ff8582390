-- Assessed and intended limitations are 0-4, or NULL.
SELECT client_id, assessed_date, icf_code, limitation, goal_limitation
FROM core.assessments
WHERE limitation > 4 OR goal_limitation > 4;
