-- model.risk_probabilities: scores of clients, from the terms.
-- Grain:    one row per client, run that is shown and class.
-- Keys:     client_id, run_id, class.
-- Sources:  model.risk_contributions, model.terms.
-- Load:     view.
-- Access:   person.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS model.risk_probabilities
(
    client_id        UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    month            Date                   COMMENT 'Month from which the run looks ahead, its first day.',
    run_id           UInt64                 COMMENT 'Run -> model.runs.run_id.',
    run_target       String                 COMMENT 'Its target -> model.runs.target.',
    class            LowCardinality(String) COMMENT 'Outcome that the score is of -> model.terms.class.',
    score            Float64                COMMENT 'Intercept + contributions: log-odds against none for risks, log of the ratio to the hours now for hours.',
    score_deviation  Float64                COMMENT 'Standard deviation of the score over bags of persons.',
    probability      Float64                COMMENT 'exp(score) / (1 + sum of exp(score) over the classes), 0-1; not for hours.',
    deviation        Float64                COMMENT 'Standard deviation of the probability''s log-odds over bags of persons.',
    probability_low  Float64                COMMENT 'Lower end of the 80 % interval of the probability: 1.2816 standard deviations of its log-odds over bags of persons.',
    probability_high Float64                COMMENT 'Upper end of that interval.'
)
AS
-- One row per client, run and class: the score, and the score in each bag.
WITH scores AS
(
    SELECT
        parts.client_id AS client_id,
        any(parts.month) AS month,
        parts.run_id AS run_id,
        any(parts.run_target) AS run_target,
        parts.class AS class,
        any(intercepts.contribution) + sum(parts.contribution) AS score,
        arrayMap((bag, start) -> bag + start, sumForEach(parts.bag_contributions), any(intercepts.bag_contributions)) AS bag_scores
    FROM model.risk_contributions AS parts
    INNER JOIN (SELECT run_id, class, contribution, bag_contributions FROM model.terms WHERE kind = 'intercept') AS intercepts
        ON parts.run_id = intercepts.run_id AND parts.class = intercepts.class
    GROUP BY client_id, run_id, class
)
SELECT
    client_id,
    month,
    run_id,
    run_target,
    class,
    score,
    arrayReduce('stddevSamp', bag_scores) AS score_deviation,
    exp(score) / (1 + sum(exp(score)) OVER all_classes) AS probability,
    arrayReduce('stddevSamp', arrayMap(
        (bag, bag_total) -> bag - log(1 + bag_total - exp(bag)),
        bag_scores,
        sumForEach(arrayMap(bag -> exp(bag), bag_scores)) OVER all_classes)) AS deviation,
    1 / (1 + exp(-(log(probability / (1 - probability)) - 1.2815515655446 * deviation))) AS probability_low,
    1 / (1 + exp(-(log(probability / (1 - probability)) + 1.2815515655446 * deviation))) AS probability_high
FROM scores
WINDOW all_classes AS (PARTITION BY client_id, run_id);
