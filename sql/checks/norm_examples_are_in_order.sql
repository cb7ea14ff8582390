-- Examples of norm times grow with the limitation, are of known categories, and examples of working time leave some of it for clients.
SELECT
    profession,
    icf_code,
    household_kind
FROM core.need_norm_examples
WHERE minutes_per_week_1 < 0
    OR NOT (minutes_per_week_1 <= minutes_per_week_2 AND minutes_per_week_2 <= minutes_per_week_3 AND minutes_per_week_3 <= minutes_per_week_4)
    OR icf_code NOT IN (SELECT codes.icf_code FROM core.icf_codes AS codes)
    OR household_kind NOT IN ('', 'single', 'shared')
UNION ALL
SELECT
    profession,
    '' AS icf_code,
    '' AS household_kind
FROM core.staffing_norm_examples
WHERE paid_h_per_month <= 0
    OR absence_share NOT BETWEEN 0 AND 0.6
    OR travel_share NOT BETWEEN 0 AND 0.9
    OR client_share NOT BETWEEN 0.05 AND 1;
