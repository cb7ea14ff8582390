-- 9. Risklista för ett område, med skäl | Risk list of one area with reasons
-- sv:     De tjugo brukare i ett område som har högst risk, med skattningens osäkerhet och varje skäl med sin vikt.
-- en:     The twenty clients of an area with the highest risk, with the uncertainty of the estimate, and each reason with its weight.
-- Group:  selection
-- returns: client_id, probability, probability_low, probability_high, hours_now, hours_expected, reasons
SELECT
    scores.client_id AS client_id,
    round(scores.probability, 3) AS probability,
    round(scores.probability_low, 3) AS probability_low,
    round(scores.probability_high, 3) AS probability_high,
    scores.hours_now AS hours_now,
    round(scores.hours_expected, 1) AS hours_expected,
    arrayMap(reason -> concat(reason.2, ' (', toString(round(reason.3, 2)), ')'),
        arraySort(groupArray((reasons.rank, reasons.sentence_sv, reasons.contribution)))) AS reasons
FROM model.risk_scores AS scores
INNER JOIN model.current_runs AS runs ON scores.run_id = runs.run_id AND runs.model = 'risk'
INNER JOIN mart.candidates AS candidates ON scores.client_id = candidates.client_id
INNER JOIN model.risk_reasons AS reasons
    ON scores.run_id = reasons.run_id AND scores.client_id = reasons.client_id AND scores.target = reasons.target
WHERE scores.target = 'need_doubled'
    AND candidates.area_id = 'C1'
GROUP BY client_id, probability, probability_low, probability_high, hours_now, hours_expected
ORDER BY probability DESC, client_id
LIMIT 20
