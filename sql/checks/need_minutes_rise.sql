-- Minutes of a need are not negative, do not fall with the limitation and lie within their interval; so do minutes of actions.
SELECT as_of_date, resource, icf_code, limitation, low_minutes_per_week AS low, fitted_minutes_per_week AS fitted, high_minutes_per_week AS high
FROM
(
    SELECT
        *,
        lagInFrame(fitted_minutes_per_week) OVER (
            PARTITION BY as_of_date, resource, icf_code ORDER BY limitation ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS at_less_limitation
    FROM model.need_resources
)
WHERE fitted < at_less_limitation - 1e-9 OR low < 0 OR low > fitted OR fitted > high
UNION ALL
SELECT as_of_date, profession, kva_code, 0, low_minutes_per_action, minutes_per_action, high_minutes_per_action
FROM model.action_minutes
WHERE low_minutes_per_action < 0 OR low_minutes_per_action > minutes_per_action OR minutes_per_action > high_minutes_per_action;
