-- mart.follow_up_groups: what came of interventions, by kind, area and year.
-- Grain:    one row per kind, area, year of the start and horizon.
-- Keys:     kind, area_id, started_year, horizon_months.
-- Sources:  the follow_up job, from core.intervention_ledger, core.interventions and mart.client_months.
-- Load:     appended by the follow_up job, which replaces a kind's partition.
-- Access:   aggregate.
-- Sort key: read by kind, then area and year.
CREATE TABLE IF NOT EXISTS mart.follow_up_groups
(
    kind                     LowCardinality(String) COMMENT 'Kind -> core.intervention_kinds.kind.',
    area_id                  LowCardinality(String) COMMENT 'Home-care area -> core.areas.area_id; * for all.',
    started_year             UInt16                 COMMENT 'Year in which the interventions began; 0 for all.',
    horizon_months           UInt8                  COMMENT 'Months after the month of the start.',
    as_of_date               Date                   COMMENT 'Day as of which it was followed up.',
    n_interventions          UInt32                 COMMENT 'Interventions begun.',
    n_followed               UInt32                 COMMENT 'Of these, with similar clients and followed to the horizon.',
    n_clients                UInt32                 COMMENT 'Clients among those followed.',
    n_controls               UInt32                 COMMENT 'Clients that they are compared with.',
    is_too_few               Bool                   COMMENT 'Fewer than 10 clients followed: nothing is said.',
    believed_team_h          Nullable(Float64)      COMMENT 'Mean change that the teams believed in, of those followed who stated one, hours per month; NULL where fewer than 10 did.',
    believed_model_h         Nullable(Float64)      COMMENT 'Mean potential that the model stated at the decision, of those followed who had one, hours per month; NULL where fewer than 10 had.',
    observed_change_h        Nullable(Float64)      COMMENT 'Mean change that came, hours per month: before and after, not an effect.',
    observed_low_h           Nullable(Float64)      COMMENT 'Lower end of its 95 % interval.',
    observed_high_h          Nullable(Float64)      COMMENT 'Upper end of its 95 % interval.',
    similar_change_h         Nullable(Float64)      COMMENT 'Mean change that similar clients without it had, hours per month.',
    similar_share            Nullable(Float64)      COMMENT 'similar_change_h / observed_change_h: what of the change was ageing and regression to the mean; NULL where the change may be 0.',
    effect_h                 Nullable(Float64)      COMMENT 'observed_change_h - similar_change_h, hours per month, negative = fewer.',
    effect_low_h             Nullable(Float64)      COMMENT 'Lower end of its 95 % interval, persons as clusters.',
    effect_high_h            Nullable(Float64)      COMMENT 'Upper end of its 95 % interval.',
    pooled_h                 Nullable(Float64)      COMMENT 'effect_h drawn towards the mean of the groups of the same sort, the more the less certain it is, hours per month.',
    pooled_low_h             Nullable(Float64)      COMMENT 'Lower end of its 95 % interval.',
    pooled_high_h            Nullable(Float64)      COMMENT 'Upper end of its 95 % interval.',
    survivors_h              Nullable(Float64)      COMMENT 'The effect among those who live at home at the horizon, hours per month.',
    survivors_low_h          Nullable(Float64)      COMMENT 'Lower end of its 95 % interval.',
    survivors_high_h         Nullable(Float64)      COMMENT 'Upper end of its 95 % interval.',
    dead_share               Nullable(Float64)      COMMENT 'Share that has died by the horizon, 0-1.',
    death_difference         Nullable(Float64)      COMMENT 'dead_share less that of similar clients.',
    death_difference_low     Nullable(Float64)      COMMENT 'Lower end of its 95 % interval.',
    death_difference_high    Nullable(Float64)      COMMENT 'Upper end of its 95 % interval.',
    housed_share             Nullable(Float64)      COMMENT 'Share that has moved to special housing by the horizon, 0-1.',
    housing_difference       Nullable(Float64)      COMMENT 'housed_share less that of similar clients.',
    housing_difference_low   Nullable(Float64)      COMMENT 'Lower end of its 95 % interval.',
    housing_difference_high  Nullable(Float64)      COMMENT 'Upper end of its 95 % interval.',
    surprise_h               Nullable(Float64)      COMMENT 'The effect less what the teams believed, of those who stated it, hours per month; above 0 means that less came than was believed.',
    surprise_low_h           Nullable(Float64)      COMMENT 'Lower end of its 95 % interval.',
    surprise_high_h          Nullable(Float64)      COMMENT 'Upper end of its 95 % interval.',
    pre_trend_h              Nullable(Float64)      COMMENT 'Change in the half year before the start less that of similar clients, hours per month: should be about 0.',
    is_pre_trend_passed      Nullable(Bool)         COMMENT 'It is; NULL with too few.',
    earlier_level_h          Nullable(Float64)      COMMENT 'Level 7-12 months before the start, against that just before, less that of similar clients, hours per month: should be about 0.',
    is_earlier_level_passed  Nullable(Bool)         COMMENT 'It is; NULL with too few.',
    start_month_h            Nullable(Float64)      COMMENT 'Change in the month of the start itself less that of similar clients, hours per month: above 0 means that something happened that month, which those compared with did not have.',
    is_start_month_passed    Nullable(Bool)         COMMENT 'It is not above 0; NULL with too few.',
    placebo_start_h          Nullable(Float64)      COMMENT 'The effect of a made-up start six months before the true one, hours per month: should be about 0.',
    is_placebo_start_passed  Nullable(Bool)         COMMENT 'It is; NULL with too few.',
    is_warned                Bool                   COMMENT 'A check failed: the groups were on different courses before, and the effect is not to be trusted.',
    sentence_sv              String                 COMMENT 'What came, in words, with what regression to the mean made of it, Swedish.',
    sentence_en              String                 COMMENT 'The same, English.',
    run_id                   UInt64                 COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY kind
ORDER BY (kind, area_id, started_year, horizon_months)
COMMENT 'What came of interventions by kind, area and year of the start, against similar clients without (sv: uppföljning).';
