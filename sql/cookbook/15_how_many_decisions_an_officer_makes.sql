-- 15. Hur många beslut en handläggare fattar | How many decisions an officer makes
-- sv:     Handläggarnas arbetsmängd, och hur jämnt den är fördelad.
-- en:     Workload of the officers (handläggare), and how evenly it is spread.
-- Group:  follow-up
-- returns: month, n_officers, n_decisions, n_clients, decisions_per_officer, most_by_one_officer
-- One row per month and officer.
WITH work AS
(
    SELECT toStartOfMonth(decided_date) AS month, officer_id, count() AS n, groupUniqArray(client_id) AS clients
    FROM core.service_decisions
    WHERE officer_id != 0
    GROUP BY month, officer_id
)
SELECT
    month,
    count() AS n_officers,
    sum(n) AS n_decisions,
    length(groupUniqArrayArray(clients)) AS n_clients,
    round(n_decisions / n_officers, 1) AS decisions_per_officer,
    max(n) AS most_by_one_officer
FROM work
GROUP BY month
ORDER BY month DESC
LIMIT 24
