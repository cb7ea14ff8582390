-- A followed client has an outcome; a doubled need has a month, and hours that are at least the floor above.
SELECT client_id, month, outcome, outcome_months, doubled_h, hours_now
FROM mart.need_outcomes
WHERE (is_followed AND isNull(outcome))
    OR (outcome != 'none' AND isNull(outcome_months))
    OR doubled_h < hours_now + 10
    OR outcome_months > 12;
