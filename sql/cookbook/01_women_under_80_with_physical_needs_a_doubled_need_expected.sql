-- 1. Kvinnor under 80 med fysiska behov, fördubblat behov väntat | Women under 80 with physical needs, a doubled need expected
-- sv:     Vilka träffar vi nu? Kvinnor under 80 i två områden med hemtjänst, fysiska behov eller behov av rehabilitering, bland den
--         femtedel vars timmar har högst risk att fördubblas inom ett år.
-- en:     Whom do we meet now? Women under 80 in two areas who have home care (hemtjänst), physical needs or needs of rehabilitation, and
--         are among the fifth of all with the highest risk that their hours double within a year.
-- Group:  selection
-- returns: client_id, area_name, age_years, hours_now, hours_expected, risk_probability, reasons_sv
SELECT
    client_id,
    area_name,
    age_years,
    hours_now,
    round(hours_expected, 1) AS hours_expected,
    round(risk_probability, 3) AS risk_probability,
    reasons_sv
FROM mart.candidates
WHERE status = 'home_care'
    AND sex = 'female'
    AND age_years < 80
    AND area_id IN ('C1', 'C2')
    AND hasAny(categories, ['physical', 'rehabilitation'])
    AND risk_percentile >= 80
ORDER BY risk_probability DESC, client_id
LIMIT 10
