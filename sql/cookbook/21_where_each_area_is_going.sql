-- 21. Vart varje område är på väg | Where each area is going
-- sv:     Varje områdes trend i en mening, där säsong, enstaka udda månader och ändrad rapportering lagts åt sidan.
-- en:     The trend of each area, in a sentence, with season, single odd months and changed reporting left aside.
-- Group:  trend
-- returns: area_name, resource, verdict, since_month, slope, q_value, sentence_sv
SELECT
    areas.area_name AS area_name,
    trends.resource AS resource,
    trends.verdict AS verdict,
    trends.since_month AS since_month,
    round(trends.slope, 2) AS slope,
    round(trends.q_value, 2) AS q_value,
    trends.sentence_sv AS sentence_sv
FROM model.trend_summaries AS trends
INNER JOIN core.areas AS areas ON trends.scope_id = areas.area_id
WHERE trends.scope_kind = 'area'
    AND trends.as_of_date = (SELECT max(newest.as_of_date) FROM model.trend_summaries AS newest)
ORDER BY area_name, resource
