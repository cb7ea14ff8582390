-- The ledger holds no score from after the day of the decision, and no intervention twice.
SELECT ledger_id, decided_date, as_of_date, intervention_id
FROM core.intervention_ledger
WHERE as_of_date > decided_date OR (isNotNull(intervention_id) AND intervention_id IN
(
    SELECT written.intervention_id FROM core.intervention_ledger AS written WHERE isNotNull(written.intervention_id)
    GROUP BY written.intervention_id HAVING count() > 1
));
