-- mart.belief_outcomes: how well what was believed of interventions agrees with what came.
-- Grain:    one row per horizon, believer and band of what was believed.
-- Keys:     horizon_months, believer, band.
-- Sources:  mart.follow_ups.
-- Load:     view.
-- Access:   aggregate.
-- Sort key: none.
-- A calibration of our own beliefs: of interventions that were believed to give about so much, what came on average against similar clients? If the
-- two agree in each band, beliefs may be leant on. Bands were chosen for Framsyn: about as fine as teams state their beliefs. The interval takes each
-- client as one, however many interventions; that several are compared with the same similar clients it does not take in, so that it is a little narrow.
CREATE VIEW IF NOT EXISTS mart.belief_outcomes
(
    horizon_months UInt8             COMMENT 'Months after the month of the start.',
    believer       String            COMMENT 'team: the change that the team stated; model: the potential at the decision.',
    band           UInt8             COMMENT '1: 10 hours fewer or more than that; 2: 5 to 10 fewer; 3: 2 to 5 fewer; 4: up to 2 fewer; 5: none, or more hours; 0: all.',
    n_cases        UInt64            COMMENT 'Interventions followed to the horizon with such a belief.',
    n_clients      UInt64            COMMENT 'Clients among them.',
    is_too_few     Bool              COMMENT 'Fewer than 10 clients: nothing is said.',
    believed_h     Nullable(Float64) COMMENT 'Mean change believed in, hours per month, negative = fewer; NULL with too few.',
    came_h         Nullable(Float64) COMMENT 'Mean of what came less what similar clients had, hours per month; NULL with too few.',
    came_low_h     Nullable(Float64) COMMENT 'Lower end of its 95 % interval.',
    came_high_h    Nullable(Float64) COMMENT 'Upper end of its 95 % interval.',
    agrees         Nullable(Bool)    COMMENT 'The interval holds what was believed; NULL with too few.'
)
AS
-- One row per belief of a case that was followed, in its band and among all.
WITH beliefs AS
(
    SELECT
        horizon_months,
        client_id,
        assumeNotNull(difference_h) AS difference_h,
        belief.1 AS believer,
        assumeNotNull(belief.2) AS believed_h,
        arrayJoin([toUInt8(multiIf(believed_h <= -10, 1, believed_h <= -5, 2, believed_h <= -2, 3, believed_h < 0, 4, 5)), toUInt8(0)]) AS band
    FROM mart.follow_ups
    ARRAY JOIN [('team', believed_team_h), ('model', believed_model_h)] AS belief
    WHERE followed = 'followed' AND isNotNull(difference_h) AND isNotNull(belief.2)
),
-- One row per client with such cases.
persons AS
(
    SELECT horizon_months, believer, band, client_id, count() AS n, sum(beliefs.believed_h) AS believed, sum(beliefs.difference_h) AS came
    FROM beliefs
    GROUP BY horizon_months, believer, band, client_id
),
-- One row per horizon, believer and band.
means AS
(
    SELECT horizon_months, believer, band, sum(n) AS n_cases, count() AS n_clients, sum(believed) / n_cases AS believed_mean, sum(came) / n_cases AS came_mean
    FROM persons
    GROUP BY horizon_months, believer, band
),
-- One row per such: the standard error of the mean, persons as clusters.
spreads AS
(
    SELECT
        persons.horizon_months AS horizon_months,
        persons.believer AS believer,
        persons.band AS band,
        sqrt(sum(pow(persons.came - persons.n * means.came_mean, 2)) * count() / greatest(count() - 1, 1)) / any(means.n_cases) AS standard_error
    FROM persons
    INNER JOIN means ON persons.horizon_months = means.horizon_months AND persons.believer = means.believer AND persons.band = means.band
    GROUP BY horizon_months, believer, band
)
SELECT
    means.horizon_months AS horizon_months,
    means.believer AS believer,
    means.band AS band,
    means.n_cases AS n_cases,
    means.n_clients AS n_clients,
    toBool(means.n_clients < 10) AS is_too_few,
    if(is_too_few, NULL, means.believed_mean) AS believed_h,
    if(is_too_few, NULL, means.came_mean) AS came_h,
    if(is_too_few, NULL, means.came_mean - 1.96 * spreads.standard_error) AS came_low_h,
    if(is_too_few, NULL, means.came_mean + 1.96 * spreads.standard_error) AS came_high_h,
    if(is_too_few, NULL, toBool(abs(means.believed_mean - means.came_mean) <= 1.96 * spreads.standard_error)) AS agrees
FROM means
INNER JOIN spreads ON means.horizon_months = spreads.horizon_months AND means.believer = spreads.believer AND means.band = spreads.band;
