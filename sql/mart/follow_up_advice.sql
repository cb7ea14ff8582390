-- mart.follow_up_advice: what to do more of, less of, and what it is too early to say of.
-- Grain:    one row per kind, area, year of the start and horizon.
-- Keys:     kind, area_id, started_year, horizon_months.
-- Sources:  core.intervention_kinds, mart.follow_up_groups.
-- Load:     view.
-- Access:   aggregate.
-- Sort key: none.
-- The one definition of the advice. It speaks of hours of home care alone: an intervention may be worth it for other reasons.
--   too_early: fewer than 10 clients followed; or a check failed, so that the comparison is not to be trusted; or the 95 % interval holds 0;
--              or it lies below 0 while surely more have died than among similar clients, which makes for fewer hours, too.
--   more:      otherwise, where the whole interval lies below 0: fewer hours than similar clients without it.
--   less:      otherwise, where the whole interval lies above 0: more hours than similar clients without it.
-- The interval is that of pooled_h, drawn towards the other groups of the same sort, so that small areas and years do not look extreme. Without any
-- effect one group in forty is still "more", and one in forty "less": docs/models/follow_up.md.
CREATE VIEW IF NOT EXISTS mart.follow_up_advice
(
    kind             String            COMMENT 'Kind -> core.intervention_kinds.kind.',
    title_sv         String            COMMENT 'Name of the kind, Swedish; the code itself where it is not listed.',
    title_en         String            COMMENT 'Name of the kind, English; the code itself where it is not listed.',
    area_id          String            COMMENT 'Home-care area -> core.areas.area_id; * for all.',
    started_year     UInt16            COMMENT 'Year in which the interventions began; 0 for all.',
    horizon_months   UInt8             COMMENT 'Months after the month of the start.',
    n_interventions  UInt32            COMMENT 'Interventions begun.',
    n_followed       UInt32            COMMENT 'Of these, with similar clients and followed to the horizon.',
    n_clients        UInt32            COMMENT 'Clients among those followed.',
    n_controls       UInt32            COMMENT 'Clients that they are compared with.',
    believed_team_h  Nullable(Float64) COMMENT 'Mean change that the teams believed in, hours per month, negative = fewer; NULL where fewer than 10 did.',
    believed_model_h Nullable(Float64) COMMENT 'Mean potential that the model stated at the decision, hours per month; NULL where fewer than 10 had.',
    observed_change_h Nullable(Float64) COMMENT 'Mean change that came, hours per month: before and after, not an effect.',
    similar_change_h Nullable(Float64) COMMENT 'Mean change that similar clients without it had, hours per month.',
    effect_h         Nullable(Float64) COMMENT 'Difference between the two, drawn towards the other groups of the same sort, hours per month, negative = fewer; NULL with too few.',
    effect_low_h     Nullable(Float64) COMMENT 'Lower end of its 95 % interval.',
    effect_high_h    Nullable(Float64) COMMENT 'Upper end of its 95 % interval.',
    surprise_h       Nullable(Float64) COMMENT 'The effect less what the teams believed, hours per month; above 0 means that less came than was believed.',
    surprise_low_h   Nullable(Float64) COMMENT 'Lower end of its 95 % interval.',
    surprise_high_h  Nullable(Float64) COMMENT 'Upper end of its 95 % interval.',
    is_warned        Bool              COMMENT 'A check failed: see mart.follow_up_groups.',
    advice           Enum8('more' = 0, 'less' = 1, 'too_early' = 2)COMMENT 'more, less or too_early: see above.',
    ground           Enum8('fewer_hours' = 0, 'more_hours' = 1, 'too_few' = 2, 'check_failed' = 3, 'no_difference_shown' = 4, 'more_deaths' = 5)COMMENT 'Why: the whole interval below 0 or above it, too few clients, a failed check, 0 in the interval, or fewer hours where more have died.',
    sentence_sv      String            COMMENT 'What came, in words, Swedish.',
    sentence_en      String            COMMENT 'What came, in words, English.'
)
AS
SELECT
    toString(groups.kind) AS kind,
    if(kinds.title_sv = '', toString(groups.kind), kinds.title_sv) AS title_sv,
    if(kinds.title_en = '', toString(groups.kind), kinds.title_en) AS title_en,
    toString(groups.area_id) AS area_id,
    groups.started_year AS started_year,
    groups.horizon_months AS horizon_months,
    groups.n_interventions AS n_interventions,
    groups.n_followed AS n_followed,
    groups.n_clients AS n_clients,
    groups.n_controls AS n_controls,
    groups.believed_team_h AS believed_team_h,
    groups.believed_model_h AS believed_model_h,
    groups.observed_change_h AS observed_change_h,
    groups.similar_change_h AS similar_change_h,
    groups.pooled_h AS effect_h,
    groups.pooled_low_h AS effect_low_h,
    groups.pooled_high_h AS effect_high_h,
    groups.surprise_h AS surprise_h,
    groups.surprise_low_h AS surprise_low_h,
    groups.surprise_high_h AS surprise_high_h,
    groups.is_warned AS is_warned,
    multiIf(ground = 'fewer_hours', 'more', ground = 'more_hours', 'less', 'too_early') AS advice,
    multiIf(
        groups.is_too_few OR isNull(groups.pooled_low_h) OR isNull(groups.pooled_high_h), 'too_few',
        groups.is_warned, 'check_failed',
        groups.pooled_high_h < 0 AND ifNull(groups.death_difference_low, 0) > 0, 'more_deaths',
        groups.pooled_high_h < 0, 'fewer_hours',
        groups.pooled_low_h > 0, 'more_hours',
        'no_difference_shown') AS ground,
    groups.sentence_sv AS sentence_sv,
    groups.sentence_en AS sentence_en
FROM mart.follow_up_groups AS groups
LEFT JOIN core.intervention_kinds AS kinds ON groups.kind = kinds.kind
SETTINGS join_use_nulls = 0;
